// The support chat, `<optave-chat>`. Importing this entry defines the element.
import type {
  Code,
  Link,
  OptaveClient,
  OptaveError,
  OptaveErrorCode,
  OptaveOptions,
  OptaveParams,
  RequiredField,
} from './index.js';

export type { Code, Link, OptaveError, OptaveErrorCode };

/**
 * A support chat in the corner of a page.
 *
 * ```html
 * <optave-chat
 *   websocket-url="wss://ws-acme.oco.optave.tech"
 *   token-url="/api/optave/ws-ticket"
 *   organization-id="f7e8d9c0-b1a2-4456-8890-123456789abc"
 * ></optave-chat>
 * ```
 *
 * Until the visitor is about to open it there is a button and nothing else: no client, no token, no socket. Files
 * may have been fetched ahead; see `preload`.
 *
 * Slots: `header` (instead of title and presence), `empty` (instead of the welcome), `notice` (below the conversation, for
 * privacy and the like), `unavailable` (a way to write when nobody can be reached), `launcher` (what the button shows).
 */
export declare class OptaveChat extends HTMLElement {
  /** Attribute `websocket-url`: where the WebSocket is; a path is taken on the page's own host. */
  websocketUrl: string;
  /** Attribute `rest-url`: where requests over HTTP go; a path is taken on the page's own host. */
  restUrl: string;
  /** Attribute `token-url`: where a token is had by a POST; a path is taken on the page's own host. */
  tokenUrl: string;
  /** Attribute `transport`: `auto`, `websocket` or `rest`. */
  transport: string;
  /** Attribute `publishable-key`: the key that the token URL is asked with. */
  publishableKey: string;
  /** Attribute `organization-id`: the organization's id, sent with each request. */
  organizationId: string;
  /** Attribute `tenant-id`: the tenant's id. */
  tenantId: string;
  /** Attribute `heading`: what stands at the top. Default: the word for support in the page's language. */
  heading: string;
  /** Attribute `theme`: `light` or `dark`. Default: as the system has it. */
  theme: string;
  /** Attribute `side`: `start` puts it into the other corner. */
  side: string;
  /** Attribute `open`: whether the panel is shown. */
  open: boolean;
  /**
   * Attribute `preload`: when the panel's files are fetched ahead of the first opening: `idle` (when the page has nothing
   * to do, or the visitor points at the button), `intent` (only then), `none`. Default: `idle`; where the visitor saves
   * data, `intent`.
   */
  preload: string;
  /**
   * Attribute `notify`: how the visitor hears of messages that were not seen, any of `title` (their number before the page's
   * title), `sound`, `desktop` (a switch in the menu, which asks the browser for the permission), separated by spaces.
   * Default: none.
   */
  notify: string;

  /** Options of the client, over those of the attributes. Read when the client is made. Default: `{}`. */
  options: Partial<OptaveOptions>;
  /** The client: one of the page's own if it gave one, else the one that the chat makes when it is opened. */
  client: OptaveClient<RequiredField> | null;
  /** Who writes, if the page knows. Default: `{}`. */
  customer: ChatCustomer;
  /** What the page knows: links and codes that answers may mention, offers to recommend. Default: `{}`. */
  resources: ChatResources;
  /** Texts of the page's own, over those of the language. Read when the panel is built. Default: `{}`. */
  texts: ChatTexts;
  /** What a visitor who has not written yet can ask with a click. Default: `[]`. */
  starters: readonly string[];
  /** Hosts from which answers may show pictures, such as `cdn.example.com`. Default: `[]`, so that there are none. */
  imageHosts: readonly string[];
  /** What makes the nodes for a part of a message, instead of the chat. Default: `{}`. */
  renderers: { [Part in keyof ChatParts]?: ChatRenderer<Part> };
  /** Puts a file where the answer can read it. Without it there is no button for files. */
  upload: ChatUpload | null;
  /**
   * Where the conversation is kept. Default: `localStorage`, for this origin, organization and customer. What belongs to a
   * tab (open or not, the draft, the size) is in its `sessionStorage` whatever this is.
   */
  history: ChatHistory | null;
  /**
   * The people behind the assistant. Without it a call for a person ends with the server's answer. Another
   * adapter is asked from the next connection on.
   */
  agents: ChatAgents | null;

  /** What was said. */
  readonly conversation: ChatConversation;
  /** The language of the texts and of `session.interface.language` in every request. */
  readonly language: string;

  /** Opens the panel. */
  show(): void;
  /** Closes the panel. */
  hide(): void;
  /**
   * The client, made now if it is not there yet.
   *
   * @throws {OptaveError} By rejection, if the options are not right; and whatever kept the files from being loaded.
   */
  ready(): Promise<OptaveClient<RequiredField>>;
  /**
   * Asks as if the visitor had written it. Resolves when the question stands in the conversation, or `optave-send` was
   * prevented.
   */
  send(text: string): Promise<void>;
  /** The params of a request of your own about this conversation. */
  params(extra?: ChatRequestExtra): Promise<OptaveParams>;
  /** Begins a new conversation; what was said is forgotten. */
  reset(): void;
  /** What was said, as plain text with names and times. */
  transcript(): Promise<string>;

  /** Calls `listener` whenever the event happens: one of the chat's own, of `ChatEvents`, or any of the browser's. */
  addEventListener<Name extends keyof ChatEvents>(
    type: Name,
    listener: (this: OptaveChat, event: CustomEvent<ChatEvents[Name]>) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Takes a listener away. */
  removeEventListener<Name extends keyof ChatEvents>(
    type: Name,
    listener: (this: OptaveChat, event: CustomEvent<ChatEvents[Name]>) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The chat's events, with what `detail` holds. Where `preventDefault()` does something, it is said. */
export interface ChatEvents {
  /** It is about to open; `preventDefault()` keeps it closed. */
  'optave-open': null;
  /** It is about to close; `preventDefault()` keeps it open. */
  'optave-close': null;
  /** The client is there; no request was made yet. */
  'optave-client': {
    /** The client. */
    client: OptaveClient<RequiredField>;
  };
  /** The visitor sends a message; `preventDefault()` leaves it in the field. */
  'optave-send': {
    /** What the visitor wrote. */
    text: string;
    /** What the visitor adds to it. */
    files: readonly ChatFile[];
  };
  /** An answer is there, all of it. */
  'optave-answer': {
    /** The answer. */
    message: ChatMessage;
  };
  /** A message or its answer has failed. */
  'optave-fail': {
    /** The message. */
    message: ChatMessage;
    /** Why it failed. */
    error: ChatFailure;
  };
  /** The visitor has rated an answer; `preventDefault()` takes it back. */
  'optave-rate': {
    /** The answer. */
    message: ChatMessage;
    /** What the visitor thinks of it; `null` if that was taken back. */
    rating: 'up' | 'down' | null;
    /** Why, in the visitor's words; may be empty. */
    comment: string;
  };
  /** The visitor follows a link; `preventDefault()` keeps the page where it is. */
  'optave-link': {
    /** Where it leads. */
    url: string;
    /** What it says. */
    label: string;
    /** The message that it stands in. */
    message: ChatMessage;
  };
  /** The visitor asks for a person; `preventDefault()` leaves it to the page. */
  'optave-handover': null;
  /** The visitor waits for a person, one has joined or left, or nobody can be reached. */
  'optave-agent': {
    /** Whether somebody is waited for, there, gone, or not to be had. */
    state: 'waiting' | 'joined' | 'left' | 'unavailable';
    /** Who, if that is known. */
    agent: ChatAgent | null;
  };
  /** The number of unread messages has changed. */
  'optave-unread': {
    /** How many there are now. */
    unread: number;
  };
}

/** Who writes. */
export interface ChatCustomer {
  /** The customer's id, sent as `context.userId`. */
  id?: string | undefined;
  /** The customer's name, sent with the conversation. */
  name?: string | undefined;
}

/** What the page knows. */
export interface ChatResources {
  /** Links that answers may mention; in the text they carry their label. */
  links?: readonly Link[] | undefined;
  /** Codes that answers may mention; in the text a click copies them. */
  codes?: readonly Code[] | undefined;
  /** What may be recommended. With at least one there is a button that asks for it. */
  offers?: readonly object[] | undefined;
}

/** What a request of your own says besides the conversation. */
export interface ChatRequestExtra {
  /** `request.attributes`. */
  attributes?: object | undefined;
  /** `request.connections`, beside the thread's id. */
  connections?: object | undefined;
  /** `request.resources`, over those of the page. */
  resources?: object | undefined;
  /** `request.settings`. */
  settings?: object | undefined;
}

/** What was said, and what changes of it. */
export interface ChatConversation extends EventTarget {
  /** Identifies the conversation, sent as `connections.threadId`. */
  readonly threadId: string;
  /** Who answers: the assistant, or a person whom it only hands drafts to. */
  readonly mode: 'assistant' | 'person';
  /** How many messages came while the chat was closed. */
  readonly unread: number;
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** A message by its id. */
  get(id: string): ChatMessage | undefined;
}

/** One message. */
export interface ChatMessage {
  /** Identifies the message in its conversation. */
  id: string;
  /** Who speaks; `system` is what the chat itself notes. */
  role: 'user' | 'bot' | 'operator' | 'system';
  /** What was said, in Markdown if it is an answer. */
  text: string;
  /** When, in milliseconds since 1970. */
  at: number;
  /** `sending` and `typing`: nothing of the answer is there yet; `streaming`: it grows. */
  state: 'sending' | 'typing' | 'streaming' | 'done' | 'failed' | 'stopped';
  /** Who speaks, where it is a person. */
  name?: string | undefined;
  /** The message that this one answers. */
  replyTo?: string | undefined;
  /** What was asked for; a retry asks for it again. */
  action?: 'interaction' | 'recommend' | 'elevate' | undefined;
  /** The request's id on the wire. */
  correlationId?: string | undefined;
  /** Why it failed. */
  error?: ChatFailure | undefined;
  /** Not sent yet, for want of a connection. */
  waiting?: boolean | undefined;
  /** For the team's eyes only. */
  draft?: boolean | undefined;
  /** Files that came with it. */
  files?: ChatFile[] | undefined;
  /** Offers, best first. */
  offers?: ChatOffer[] | undefined;
  /** What the answer leans on. */
  sources?: ChatSource[] | undefined;
  /** What the visitor may answer with a click. */
  suggestions?: string[] | undefined;
  /** What the visitor thinks of it. */
  rating?:
    | {
        /** Whether it helped. */
        value: 'up' | 'down';
        /** Why, in the visitor's words; may be empty. */
        comment: string;
      }
    | undefined;
  /** What `elevate` wrote for the person who takes over. */
  note?: string | undefined;
  /** Where the call for a person stands since this message, which notes it. */
  agent?: ChatCall | undefined;
  /** What the superpowers say of the exchange, by action type. */
  superpowers?: { [actionType: string]: { state: string; results: object[]; text: string } } | undefined;
}

/** Why a message has failed. */
export interface ChatFailure {
  /** The error's code. */
  code: string;
  /** Whether trying again may help. */
  retryable: boolean;
  /** What the server says of it, where that is meant for people. */
  text?: string | undefined;
}

/** Something that an answer leans on. */
export interface ChatSource {
  /** Where it is. */
  url: string;
  /** What it is called. */
  label: string;
}

/** Something that is recommended. */
export interface ChatOffer {
  /** What it is called. */
  title: string;
  /** A sentence about it. */
  description: string;
  /** The price, in units of the currency. */
  price?: number | undefined;
  /** The currency, ISO 4217. */
  currency: string;
  /** Where it is. */
  url: string;
  /** The picture's address; shown where `imageHosts` allows it. */
  image: string;
  /** Why it is recommended. */
  reason: string;
}

/** A file that the visitor has chosen, dropped or pasted. */
export interface ChatFile {
  /** The file's name. */
  name: string;
  /** In bytes. */
  size: number;
  /** The media type, such as `image/png`. */
  type: string;
  /** Where `upload` has put it, once it has. */
  url?: string | undefined;
  /** What `upload` has answered, if that was a link. */
  link?: Link | undefined;
}

/**
 * Puts a file where the answer can read it, and answers its address. That goes with the message as one of
 * `resources.links`. What it throws is told to the visitor as a failed upload, which can be tried again. A message takes ten
 * files of 25 MB each; larger ones never get here.
 */
export type ChatUpload = (
  file: File,
  context: {
    /** Ends when the visitor takes the file back. */
    signal: AbortSignal;
    /** How much has gone, from 0 to 1. */
    onProgress: (share: number) => void;
  },
) => Promise<string | Link>;

/**
 * Keeps conversations. Each function may answer a promise; where one throws or rejects, the conversation lives in memory.
 * There is one text per organization and customer, which all tabs share: what is saved was joined with what `load` answered
 * just before. A conversation is forgotten 30 days after the last thing that happened in it.
 */
export interface ChatHistory {
  /** The text that was saved under this key, or nothing. */
  load(key: string): string | null | undefined | Promise<string | null | undefined>;
  /** Keeps a text under this key. */
  save(key: string, text: string): void | Promise<void>;
  /** Forgets what is under this key. */
  remove(key: string): void | Promise<void>;
  /** Calls back when another tab has saved. Answers what ends that. */
  subscribe?(key: string, onChange: () => void): (() => void) | Promise<() => void>;
}

/** The names of the chat's texts that are said as they are. */
export type ChatTextName =
  | 'closeChat'
  | 'loadFailed'
  | 'title'
  | 'presence'
  | 'presencePerson'
  | 'presenceAsked'
  | 'presenceWaiting'
  | 'presenceAgain'
  | 'conversation'
  | 'welcomeTitle'
  | 'welcomeText'
  | 'you'
  | 'bot'
  | 'operator'
  | 'message'
  | 'placeholder'
  | 'send'
  | 'stop'
  | 'newMessages'
  | 'toNewest'
  | 'notice'
  | 'menu'
  | 'newConversation'
  | 'newConversationAsk'
  | 'newConversationYes'
  | 'cancel'
  | 'download'
  | 'downloadFailed'
  | 'fileName'
  | 'desktop'
  | 'desktopRefused'
  | 'expand'
  | 'shrink'
  | 'resize'
  | 'attach'
  | 'dropFiles'
  | 'files'
  | 'sources'
  | 'uploading'
  | 'notUploaded'
  | 'mendFiles'
  | 'sendsLater'
  | 'showOffers'
  | 'talkToPerson'
  | 'askingForPerson'
  | 'personComing'
  | 'nobodyThere'
  | 'offersTitle'
  | 'viewOffer'
  | 'showAllText'
  | 'code'
  | 'copyThisCode'
  | 'codeCopied'
  | 'table'
  | 'actions'
  | 'copyAnswer'
  | 'answerCopied'
  | 'helpful'
  | 'notHelpful'
  | 'whyNot'
  | 'thanks'
  | 'suggestions'
  | 'starters'
  | 'retry'
  | 'waitingToSend'
  | 'notSent'
  | 'failed'
  | 'timedOut'
  | 'interrupted'
  | 'stopped'
  | 'tooLong'
  | 'unsupported'
  | 'connecting'
  | 'reconnecting'
  | 'offline'
  | 'reportedOffline'
  | 'closed'
  | 'back'
  | 'connectNow';

/** The names of the chat's texts that have a name in them: of somebody, of a file, or a code. */
export type ChatTextOfName =
  'withYou' | 'said' | 'typing' | 'removeFile' | 'retryFile' | 'personJoined' | 'personLeft' | 'copyCode' | 'copied';

/** The names of the chat's texts that have a number in them: of messages, seconds, minutes, or a place in a queue. */
export type ChatTextOfNumber =
  | 'openChat'
  | 'placeInQueue'
  | 'waitOf'
  | 'newCount'
  | 'tooManyFiles'
  | 'showAll'
  | 'showMore'
  | 'waiting'
  | 'retrying';

/**
 * Texts of the chat, by their names. What is missing, or of another kind than the chat's own, is said in the chat's words.
 *
 * ```js
 * chat.texts = { title: 'Ski shop', personJoined: (name) => `${name} is here.` };
 * ```
 */
export type ChatTexts = { [Name in ChatTextName]?: string | undefined } & {
  [Name in ChatTextOfName]?: ((name: string) => string) | undefined;
} & { [Name in ChatTextOfNumber]?: ((count: number) => string) | undefined } & {
  /** What is said of a file that is too large, and how large one may be. */
  fileTooLarge?: ((name: string, most: string) => string) | undefined;
  /** What a source is called, by its number and its label. */
  source?: ((number: number, label: string) => string) | undefined;
};

/** The parts of a message that can be rendered by the page, with what they are made from. */
export interface ChatParts {
  /** The text of an answer, in Markdown; called again with all of it whenever it grows. */
  text: string;
  /** Offers. */
  offers: ChatOffer[];
  /** Sources. */
  sources: ChatSource[];
  /** Files. */
  files: ChatFile[];
}

/** Makes the node for a part of a message. What it answers nothing for, the chat renders itself. */
export type ChatRenderer<Part extends keyof ChatParts> = (
  part: ChatParts[Part],
  message: ChatMessage,
) => Node | null | undefined;

/** Somebody of the team. */
export interface ChatAgent {
  /** The name that visitors see. */
  name: string;
  /** The picture's address, over https or on the page's own origin. Default: none. */
  avatar?: string | undefined;
}

/** Where a call for a person stands. */
export interface ChatCall {
  /** Whether the visitor waits, somebody has joined or left, or nobody could be reached. */
  state: 'waiting' | 'joined' | 'left' | 'unavailable';
  /** Who has joined. */
  name?: string | undefined;
  /** The picture of who has joined. */
  avatar?: string | undefined;
  /** The place in the queue, from 1. */
  position?: number | undefined;
  /** How long it may take, in milliseconds. */
  waitMs?: number | undefined;
}

/**
 * The people behind the assistant: your back office, as the chat sees it. Nothing else carries what they write. What an
 * adapter throws, or a promise of its rejects with, goes to the console, and nothing is lost by it. Each tab that shows the
 * conversation connects for itself.
 */
export interface ChatAgents {
  /**
   * The visitor has asked for a person, or comes back to a conversation with one; with `standBy`, has written at all.
   * Each call for a person makes a connection of its own. What is answered ends it.
   *
   * @param desk what your back office tells the chat
   */
  connect(desk: ChatDesk): (() => void) | void | Promise<(() => void) | void>;
  /**
   * The visitor has written something while a person is asked for, or there; with `standBy`, at any time. While one is
   * there, the message counts as sent when this has returned, or what it answers has resolved; where it fails, or has not
   * settled after 30 seconds, the visitor can try again, and the same message comes again under the same `id`.
   */
  onMessage?(message: ChatMessage): void | Promise<void>;
  /** The visitor types, or has stopped. */
  onTyping?(isTyping: boolean): void | Promise<void>;
  /** Whether to connect as soon as the visitor has written, so that somebody can join unasked. Default: false. */
  standBy?: boolean | undefined;
  /** Whether the assistant goes on while a person is there, with drafts for the team alone. Default: true. */
  drafts?: boolean | undefined;
}

/** What a back office tells the chat. Each call may come at any time, in any order. */
export interface ChatDesk {
  /** The conversation that it is about. */
  readonly conversation: ChatConversation;
  /** Ends when the conversation does, or the element is taken away. Later calls do nothing. */
  readonly signal: AbortSignal;
  /** Whether the visitor has asked for a person; else the back office only stands by. */
  readonly isCalled: boolean;
  /** The visitor waits; at which place of the queue, and how long it may take, where that is known. */
  waiting(queue?: { position?: number | undefined; waitMs?: number | undefined }): void;
  /** Somebody has joined. From now on the assistant's answers are drafts. */
  joined(agent: ChatAgent): void;
  /** Who has joined types, or has stopped; it stops by itself after 30 seconds. */
  typing(isTyping: boolean): void;
  /**
   * Who has joined has said something. What is said again under the same `id` stands once, in its newest form: so a back
   * office may tell all of it again when it is connected again. Without an `id` it stands there once for each tab.
   */
  said(message: {
    text: string;
    id?: string | undefined;
    /** The id of the draft that it was made from, which goes. */
    replaces?: string | undefined;
    offers?: ChatOffer[] | undefined;
    files?: ChatFile[] | undefined;
  }): void;
  /** Who had joined has left; the assistant answers again. */
  left(): void;
  /** Nobody can be reached now: the slot `unavailable` is shown. */
  unavailable(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'optave-chat': OptaveChat;
  }
}
