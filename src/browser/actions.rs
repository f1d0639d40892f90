//! The methods of the client that are named for actions, each once more with a name that ends in `Async`.
//!
//! They are written out, because wasm-bindgen takes their comments for the TypeScript declarations as they stand: of
//! those that come out of a macro it takes the quotation marks too.

use wasm_bindgen::prelude::*;

use super::client::OptaveClient;
use crate::protocol::action::Action;

#[wasm_bindgen]
impl OptaveClient {
    /// Answers a conversation. Requires `request.connections.threadId`, `request.scope.conversations` and the
    /// organization id.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn interaction(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'interaction', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver
            .request(Ok(Action::Interaction), &params, &options)
    }

    /// Receives a visitor. Requires `request.connections.threadId` and the organization id; a conversation is advised.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn reception(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'reception', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver
            .request(Ok(Action::Reception), &params, &options)
    }

    /// Hands a conversation to a person. Requires `request.connections.threadId` and `parentId`,
    /// `request.attributes.content`, `request.scope.conversations` and the organization id.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn elevate(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "LegacyParamsOf<'elevate', Given> | ParamsOf<'elevate', Given>"
        )]
        params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver.request(Ok(Action::Elevate), &params, &options)
    }

    /// Changes an earlier answer by an instruction. Requires `request.connections.threadId` and `parentId`,
    /// `request.attributes.content` and `instruction`, `request.scope.conversations` and the organization id.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn adjust(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "LegacyParamsOf<'adjust', Given> | ParamsOf<'adjust', Given>"
        )]
        params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver.request(Ok(Action::Adjust), &params, &options)
    }

    /// Sums a conversation up. Requires `request.connections.threadId`, `request.scope.conversations` and the
    /// organization id.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn summarize(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'summarize', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver
            .request(Ok(Action::Summarize), &params, &options)
    }

    /// Translates a conversation. Requires `request.connections.threadId`, `request.scope.conversations` and the
    /// organization id.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn translate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'translate', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver
            .request(Ok(Action::Translate), &params, &options)
    }

    /// Chooses among offers. Requires `request.connections.threadId`, `request.scope.conversations`,
    /// `request.resources.offers` and the organization id.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn recommend(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'recommend', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver
            .request(Ok(Action::Recommend), &params, &options)
    }

    /// Says what a conversation shows. Requires `request.connections.threadId`, `request.scope.conversations` and the
    /// organization id.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn insights(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'insights', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver.request(Ok(Action::Insights), &params, &options)
    }

    /// The same as `interaction`, under its earlier name.
    ///
    /// @deprecated Use `interaction`.
    #[wasm_bindgen(js_name = customerInteraction, unchecked_return_type = "OptaveRequest")]
    pub fn customer_interaction(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'customerInteraction', Given>")]
        params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.driver
            .request(Ok(Action::CustomerInteraction), &params, &options)
    }

    /// The same as `interaction`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = interactionAsync, unchecked_return_type = "OptaveRequest")]
    pub fn interaction_async(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'interaction', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.interaction(params, options)
    }

    /// The same as `reception`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = receptionAsync, unchecked_return_type = "OptaveRequest")]
    pub fn reception_async(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'reception', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.reception(params, options)
    }

    /// The same as `elevate`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = elevateAsync, unchecked_return_type = "OptaveRequest")]
    pub fn elevate_async(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "LegacyParamsOf<'elevate', Given> | ParamsOf<'elevate', Given>"
        )]
        params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.elevate(params, options)
    }

    /// The same as `adjust`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = adjustAsync, unchecked_return_type = "OptaveRequest")]
    pub fn adjust_async(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "LegacyParamsOf<'adjust', Given> | ParamsOf<'adjust', Given>"
        )]
        params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.adjust(params, options)
    }

    /// The same as `summarize`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = summarizeAsync, unchecked_return_type = "OptaveRequest")]
    pub fn summarize_async(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'summarize', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.summarize(params, options)
    }

    /// The same as `translate`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = translateAsync, unchecked_return_type = "OptaveRequest")]
    pub fn translate_async(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'translate', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.translate(params, options)
    }

    /// The same as `recommend`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = recommendAsync, unchecked_return_type = "OptaveRequest")]
    pub fn recommend_async(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'recommend', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.recommend(params, options)
    }

    /// The same as `insights`, under the name that users of the vendor's SDK know.
    #[wasm_bindgen(js_name = insightsAsync, unchecked_return_type = "OptaveRequest")]
    pub fn insights_async(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'insights', Given>")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.insights(params, options)
    }

    /// The same as `interaction`, under the earlier name that users of the vendor's SDK know.
    ///
    /// @deprecated Use `interaction`.
    #[wasm_bindgen(js_name = customerInteractionAsync, unchecked_return_type = "OptaveRequest")]
    pub fn customer_interaction_async(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ParamsOf<'customerInteraction', Given>")]
        params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        self.customer_interaction(params, options)
    }
}
