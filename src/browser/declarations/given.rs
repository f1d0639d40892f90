//! Which of the fields that actions require a client's own options give, as TypeScript has it.

use wasm_bindgen::prelude::*;

// The constructor learns the types of these options alone. Were it to learn the type of all of them, any option would be
// right, even a misspelt one. Each stands in an interface that extends the usual one, not beside it in an intersection, of
// whose fields the newest TypeScript shows no documentation; and `transport` chooses one, because of the fields of a union
// the oldest shows none.
#[wasm_bindgen(typescript_custom_section)]
const GIVING: &str = r"
/** `OptaveOptions`, as the constructor takes them: so that it learns what they give. What they do not, stays `unknown`. */
export type OptionsGiving<Transport, Url, Organization, Thread, Parent, Content, Instruction, OwnOrganization, Conversations, Offers> =
  ClientGiving<Organization, RequestGiving<Thread, Parent, Content, Instruction, OwnOrganization, Conversations, Offers>> &
  TransportGiving<Transport, Url>;

interface ClientGiving<Organization, Own> extends ClientOptions {
  organizationId?: Learnt<string | undefined, Organization>;
  request?: Request & Own;
}

interface RequestGiving<Thread, Parent, Content, Instruction, OwnOrganization, Conversations, Offers> {
  connections?: { threadId?: Learnt<string | null | undefined, Thread>; parentId?: Learnt<string | null | undefined, Parent> } | null | undefined;
  attributes?: { content?: Learnt<string | null | undefined, Content>; instruction?: Learnt<string | null | undefined, Instruction> } | null | undefined;
  context?: { organizationId?: Learnt<string | null | undefined, OwnOrganization> } | null | undefined;
  scope?: { conversations?: Learnt<Conversation[] | null | undefined, Conversations> } | null | undefined;
  resources?: { offers?: Learnt<AnyObject[] | null | undefined, Offers> } | null | undefined;
}

/** What `transport` needs; of options of which nothing is known, as in a class that extends `OptaveClient`, any. */
type TransportGiving<Transport, Url> = unknown extends Url
  ? AutoTransport | RestTransport | WebSocketTransport
  : Transport extends 'rest'
    ? RestGiving<Transport, Url>
    : Transport extends 'auto'
      ? AutoGiving<Transport, Url>
      : WebSocketGiving<Transport, Url>;

interface AutoGiving<Transport, Url> extends AutoTransport {
  transport: Learnt<'auto', Transport>;
  websocketUrl: Learnt<string, Url>;
}

interface RestGiving<Transport, Url> extends RestTransport {
  transport: Learnt<'rest', Transport>;
  restUrl: Learnt<string, Url>;
}

interface WebSocketGiving<Transport, Url> extends WebSocketTransport {
  transport?: Learnt<'websocket' | undefined, Transport>;
  websocketUrl: Learnt<string, Url>;
}

/** A type that is found out, as long as it is one that is wanted. */
type Learnt<Wanted, Type> = unknown extends Type ? Wanted : Type extends Wanted ? Type : Wanted;

/** The required fields that options give, or may give. Options of which nothing is known, not even a URL, give what every
 * client's should: the organization id. */
export type GivenBy<Url, Organization, Thread, Parent, Content, Instruction, OwnOrganization, Conversations, Offers> =
  IsNothing<Url> extends true
    ? OrganizationId
    :
        | IfGiven<Organization, OrganizationId>
        | IfGiven<OwnOrganization, OrganizationId>
        | IfGiven<Thread, 'request.connections.threadId'>
        | IfGiven<Parent, 'request.connections.parentId'>
        | IfGiven<Content, 'request.attributes.content'>
        | IfGiven<Instruction, 'request.attributes.instruction'>
        | IfGiven<Conversations, 'request.scope.conversations'>
        | IfGiven<Offers, 'request.resources.offers'>;

/** The field that every action requires, and that a client's options usually give. */
export type OrganizationId = 'request.context.organizationId';

type IfGiven<Value, Field extends RequiredField> =
  IsNothing<Value> extends true ? never : [Value] extends [null | undefined | readonly never[]] ? never : Field;

/** Whether a type is `unknown`: `any` may be given. */
type IsNothing<Value> = 0 extends 1 & Value ? false : unknown extends Value ? true : false;
";
