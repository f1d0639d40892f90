//! `payload.request`: what is asked, about which thread, with which material.

use super::{
    Conversation, Interaction, Json, JsonObject,
    open_names::{Medium, Variant},
};

sent_object! {
    /// What is asked. Which fields an action cannot do without is said at each of them.
    Request {
        /// Identifies this request. Default: a new UUIDv7.
        request_id: String,
        /// What is to be worked on, and how.
        attributes: Attributes,
        /// The thread that the request belongs to.
        connections: Connections,
        /// On whose behalf the request is made.
        context: Context,
        /// Your own identifiers and marks for what the request is about.
        reference: Reference,
        /// Material for the answer.
        resources: Resources,
        /// What the request is about: the conversations, and whatever else of your records matters.
        scope: Scope,
        /// How the answer is to be made.
        settings: Settings,
        /// Agents that may be asked in turn. Default: `[]`.
        a2a: Vec<Agent>,
        /// The span of time that the request looks at.
        cursor: Cursor,
    }
}

sent_object! {
    /// What is to be worked on, and how.
    Attributes {
        /// The text to work on, such as the reply that `adjust` is to change.
        ///
        /// Required by `adjust` and `elevate`. Default: empty.
        content: String,
        /// What is to be done with `content`. Required by `adjust`. Default: empty.
        instruction: String,
        /// Which of two answers is asked for; sent in upper case. Default: `"A"`.
        variant: Variant,
    }
}

sent_object! {
    /// Where the request belongs. Everything is empty by default.
    Connections {
        /// The customer's journey.
        journey_id: String,
        /// The request that this one follows. Required by `adjust` and `elevate`.
        parent_id: String,
        /// One id for all requests about the same ticket, case or conversation. Required by every action.
        thread_id: String,
    }
}

sent_object! {
    /// On whose behalf the request is made. Everything is empty by default.
    Context {
        /// The case in question.
        case_id: String,
        /// The department in charge.
        department_id: String,
        /// The operator at work.
        operator_id: String,
        /// Your organization, as Optave names it. Required by every action; the client option `organizationId`
        /// gives it once for all.
        organization_id: String,
        /// Your tenant, as Optave names it. Not sent unless you give it.
        tenant_id: String,
        /// The user in question.
        user_id: String,
    }
}

sent_object! {
    /// Your own identifiers and marks for what the request is about.
    Reference {
        /// Named identifiers. Default: `[]`.
        ids: Vec<ReferenceId>,
        /// Labels, usually strings. Default: `[]`.
        labels: Vec<Json>,
        /// Tags, usually strings. Default: `[]`.
        tags: Vec<Json>,
    }
}

sent_object! {
    /// One identifier of yours.
    ReferenceId {
        /// What the identifier is, such as `"ticket_id"`.
        name: String,
        /// The identifier itself.
        value: String,
    }
}

sent_object! {
    /// Material for the answer.
    Resources {
        /// Codes that the answer may mention. Default: `[]`.
        codes: Vec<Code>,
        /// Links that the answer may mention. Default: `[]`.
        links: Vec<Link>,
        /// What may be recommended; agree on the fields with Optave. At least one is required by `recommend`.
        /// Default: `[]`.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "AnyObject[] | null"))]
        offers: Vec<JsonObject>,
    }
}

sent_object! {
    /// A link that the answer may mention.
    Link {
        /// Identifies the link.
        id: String,
        /// What the link is for, such as `"payment_link"`.
        r#type: String,
        /// Where the link leads.
        url: String,
        /// The text to show.
        label: String,
        /// Whether the link is to be written as HTML.
        html: bool,
        /// When the link ceases to work, ISO 8601.
        #[serde(rename = "expires_at")]
        expires_at: String,
        /// Another spelling of `expires_at`; sent as it is.
        #[serde(rename = "expiresAt")]
        expires_at_camel: String,
    }
}

sent_object! {
    /// A code that the answer may mention.
    Code {
        /// Identifies the code.
        id: String,
        /// What the code is, such as `"order_number"`.
        r#type: String,
        /// The code itself.
        value: String,
        /// The text to show.
        label: String,
    }
}

sent_object! {
    /// What the request is about. Every list is empty by default; the lists whose items are not typed take whatever you
    /// have agreed on with Optave.
    Scope {
        /// Accounts.
        accounts: Vec<Json>,
        /// Appointments.
        appointments: Vec<Json>,
        /// Assets.
        assets: Vec<Json>,
        /// Bookings.
        bookings: Vec<Json>,
        /// Cases.
        cases: Vec<Json>,
        /// The conversations so far. At least one is required by every action except `reception`.
        conversations: Vec<Conversation>,
        /// Documents.
        documents: Vec<Json>,
        /// Events.
        events: Vec<Json>,
        /// What happened beside the conversation.
        interactions: Vec<Interaction>,
        /// Items.
        items: Vec<Json>,
        /// Locations.
        locations: Vec<Json>,
        /// Offers. Those that `recommend` chooses from stand in `resources.offers`, not here.
        offers: Vec<Json>,
        /// Operators.
        operators: Vec<Json>,
        /// Orders.
        orders: Vec<Json>,
        /// Organizations.
        organizations: Vec<Json>,
        /// Persons.
        persons: Vec<Json>,
        /// Policies.
        policies: Vec<Json>,
        /// Products.
        products: Vec<Product>,
        /// Properties.
        properties: Vec<Json>,
        /// Services.
        services: Vec<Json>,
        /// Subscriptions.
        subscriptions: Vec<Json>,
        /// Tickets.
        tickets: Vec<Json>,
        /// Transactions.
        transactions: Vec<Json>,
        /// Users.
        users: Vec<Json>,
        /// Links and codes given with the scope. Not sent unless you give it; prefer `request.resources`.
        resources: Resources,
    }
}

sent_object! {
    /// A product that the request is about.
    Product {
        /// Identifies the product.
        id: String,
    }
}

sent_object! {
    /// How the answer is to be made.
    Settings {
        /// Do not browse the web. Default: `false`.
        disable_browsing: bool,
        /// Do not search. Default: `false`.
        disable_search: bool,
        /// Do not name sources. Default: `false`.
        disable_sources: bool,
        /// Send the reply whole instead of in parts as it is made. Default: `true`.
        disable_stream: bool,
        /// Do not use tools. Default: `false`.
        disable_tools: bool,
        /// How long the reply may be. Default: `0`, which asks for no limit.
        #[cfg_attr(not(target_arch = "wasm32"), schemars(extend("maximum" = u32::MAX)))]
        max_response_length: u32,
        /// Answer as for another medium than the channel's. Default: not sent.
        override_channel_medium: Medium,
        /// Answer for another interface language, a BCP 47 tag. Default: empty.
        override_interface_language: String,
        /// Answer in this language, a BCP 47 tag. Default: empty.
        override_output_language: String,
    }
}

sent_object! {
    /// An agent that may be asked in turn.
    Agent {
        /// Identifies the agent.
        id: String,
        /// Name of the agent.
        name: String,
        /// What kind of agent it is.
        r#type: String,
    }
}

sent_object! {
    /// The span of time that a request looks at. Both ends are empty by default.
    Cursor {
        /// From when on, ISO 8601.
        since: String,
        /// Until when, ISO 8601.
        until: String,
    }
}
