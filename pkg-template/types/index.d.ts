// What the default entry declares beside what comes out of the Rust: the class as its users have it, generic in what its
// options give, with methods that return it. Comments and all other members come from the class that Rust exports, and
// the build puts both together; see pkg-template/build/types.mjs.

export interface OptaveClient<Given extends RequiredField = OrganizationId> extends DisposableWhereKnown {
  send<Name extends Action>(
    requestType: 'message',
    action: Name,
    params: LegacyParamsOf<Name, Given> | ParamsOf<Name, Given>,
    options?: RequestOptions,
  ): OptaveRequest;
  on<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
  once<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
  off<Name extends keyof OptaveEvents>(event: Name, listener: (value: OptaveEvents[Name]) => void): this;
  removeAllListeners(event?: keyof OptaveEvents): this;
}

/** What stands behind the name `OptaveClient`: the constructor and the statics. */
export interface OptaveClientConstructor {
  new <
    Transport = unknown,
    Url = unknown,
    Organization = unknown,
    Thread = unknown,
    Parent = unknown,
    Content = unknown,
    Instruction = unknown,
    OwnOrganization = unknown,
    Conversations = unknown,
    Offers = unknown,
  >(
    options: OptionsGiving<
      Transport,
      Url,
      Organization,
      Thread,
      Parent,
      Content,
      Instruction,
      OwnOrganization,
      Conversations,
      Offers
    >,
  ): OptaveClient<
    GivenBy<Url, Organization, Thread, Parent, Content, Instruction, OwnOrganization, Conversations, Offers>
  >;
  /** Where clients have their methods. */
  readonly prototype: OptaveClient;
}

export declare const OptaveClient: OptaveClientConstructor;

/** The same class under the name that users of the vendor's SDK know. */
export declare const OptaveJavaScriptSDK: OptaveClientConstructor;
export type OptaveJavaScriptSDK<Given extends RequiredField = OrganizationId> = OptaveClient<Given>;

export default OptaveClient;

/** `[Symbol.dispose]`, where the language and its `lib` setting have it. */
type DisposeKey = typeof Symbol extends { readonly dispose: infer Key extends symbol } ? Key : never;
type DisposableWhereKnown = { [Key in DisposeKey]: () => void };
