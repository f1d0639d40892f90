//! `payload.request.scope.conversations` and `.interactions`: what was said and what happened.

use super::{
    JsonObject,
    open_names::{InteractionRole, ParticipantRole},
};

sent_object! {
    /// A conversation: who takes part, and what was said.
    Conversation {
        /// Identifies the conversation; may be empty.
        conversation_id: String,
        /// Everybody who takes part.
        participants: Vec<Participant>,
        /// What was said, oldest first.
        messages: Vec<Message>,
        /// Anything else you want to say about the conversation.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "AnyObject | null"))]
        metadata: JsonObject,
    }
}

sent_object! {
    /// Somebody who takes part in a conversation.
    Participant {
        /// Identifies the participant within the conversation.
        participant_id: String,
        /// The name to call them by.
        display_name: String,
        /// The part they play.
        role: ParticipantRole,
    }
}

sent_object! {
    /// Something that was said.
    Message {
        /// The text.
        content: String,
        /// Who said it: the `participantId` of one of the participants.
        participant_id: String,
        /// When it was said, ISO 8601.
        timestamp: String,
    }
}

sent_object! {
    /// Something that happened beside the conversation, such as a ticket being opened.
    Interaction {
        /// What happened, in words.
        content: String,
        /// Identifies the interaction.
        id: String,
        /// What kind of thing happened, such as `"ticket_created"`.
        name: String,
        /// Who caused it.
        role: InteractionRole,
        /// When it happened, ISO 8601.
        timestamp: String,
    }
}
