//! `payload.session`: who is talking, through which channel and from which application.

use super::{
    Json,
    open_names::{AppType, DeviceType, Medium},
};

sent_object! {
    /// The chat session or call that a request belongs to.
    Session {
        /// Identifies the chat session or call for as long as it lasts.
        ///
        /// Default: a UUIDv7 kept for the life of the browser tab. The connection's URL carries the same id.
        session_id: String,
        /// How the customer reaches you. What is left empty is filled in from the browser.
        channel: Channel,
        /// The application that shows the conversation.
        interface: Interface,
    }
}

sent_object! {
    /// How the customer reaches you.
    ///
    /// Every field that neither the call nor the client's options give is filled in from the browser, unless the
    /// client option `deviceInfo` is off.
    Channel {
        /// Browser name and version, such as `"Safari 17.0"`.
        browser: String,
        /// Platform and its version, then the model when it is known, such as `"iOS/18.2, iPhone"`.
        device_info: String,
        /// Kind of device.
        device_type: DeviceType,
        /// The customer's language as a BCP 47 tag, such as `"en-US"`. Default: the browser's.
        language: String,
        /// Latitude and longitude in degrees with four decimals, such as `"40.7128,-74.0060"`.
        ///
        /// Default: empty. Filled in only when the client option `location` is on and the page has permission.
        location: String,
        /// What the conversation is held over. Default: `"chat"`.
        medium: Medium,
        /// Anything else you want to say about the channel. Default: `[]`.
        metadata: Vec<Json>,
        /// The part of your site or application the customer is in. Default: the page's path.
        section: String,
    }
}

sent_object! {
    /// The application that shows the conversation. Everything is empty by default.
    Interface {
        /// Version of your application, such as `"2.1.0"`.
        app_version: String,
        /// Category of your application, such as `"crm"`.
        category: String,
        /// Language of your application as a BCP 47 tag. Default: the document's language, else the browser's.
        language: String,
        /// Name of your application.
        name: String,
        /// How the conversation is built into your application.
        r#type: AppType,
    }
}
