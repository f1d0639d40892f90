//! What the actions require, as TypeScript has it: a compiler finds what is missing before a request is made.

use wasm_bindgen::prelude::*;

use crate::protocol::required::typescript;

#[wasm_bindgen(typescript_custom_section)]
const REQUIRED_FIELDS: &str = typescript::REQUIRED_FIELDS;

#[wasm_bindgen(typescript_custom_section)]
const REQUIRED_VALUES: &str = typescript::REQUIRED_VALUES;

#[wasm_bindgen(typescript_custom_section)]
const PARAMS: &str = "
/** A field that some action requires. */
export type RequiredField = RequiredFields[Action];

/**
 * Params with all that an action requires, such as `ParamsOf<'recommend'>`. Every client's method of that name takes them.
 *
 * `Given` names fields that need not be there, because the client's own options give them:
 * `ParamsOf<'recommend', 'request.context.organizationId'>`. `Parameters<typeof client.recommend>[0]` is what one
 * client's method takes. To put params together step by step, start with `OptaveParams`, whose fields are all optional.
 */
export type ParamsOf<Name extends Action, Given extends RequiredField = never> = Name extends Action
  ? OptaveParams & Requiring<Exclude<RequiredFields[Name], Given>>
  : never;

/** Params as earlier versions of the protocol had them, with the text in `request.content`.
 * @deprecated Use `ParamsOf`. */
export type LegacyParamsOf<Name extends Action, Given extends RequiredField = never> = Name extends Action
  ? LegacyParams & Requiring<Exclude<RequiredFields[Name], Given | 'request.attributes.content'>>
  : never;

/** @deprecated Use `OptaveParams`. */
export interface LegacyParams extends OptaveParams {
  request: LegacyRequest;
}

/** @deprecated Use `Request`. */
export interface LegacyRequest extends Request {
  /** @deprecated Use `attributes.content`, which it becomes if that is not given. */
  content: string;
  /** @deprecated Use `attributes.variant`, which it becomes if that is not given. */
  variation?: Variant | null;
}

/** The fields of `ParamsOf` that an options object gives, or may give. */
export type GivenBy<Options> = 0 extends 1 & Options
  ? RequiredField
  : {
      [Field in RequiredField]: Field extends `request.${infer Part}.${infer Name}`
        ? IsGiven<At<At<At<Options, 'request'>, Part>, Name>> extends true
          ? Field
          : Field extends 'request.context.organizationId'
            ? IsGiven<At<Options, 'organizationId'>> extends true
              ? Field
              : never
            : never
        : never;
    }[RequiredField];

/** The type of a property, also of one that may be missing; unknown of what is unknown. */
type At<Value, Key extends string> = unknown extends Value
  ? unknown
  : Key extends keyof NonNullable<Value>
    ? NonNullable<Value>[Key]
    : undefined;

type IsGiven<Value> = unknown extends Value
  ? true
  : [Value] extends [null | undefined | readonly never[]]
    ? false
    : true;

/** An object that holds these fields; without any, the empty one. The modifiers change nothing here, but make TypeScript
 * compare clients by their methods rather than by `Given`: any client may stand where a plain `OptaveClient` is wanted. */
type Requiring<Field extends RequiredField> = {
  [Root in RootOf<Field>]-?: {
    [Part in PartOf<Field>]-?: { [Name in NameIn<Field, Part>]-?: RequiredValues[Name] };
  };
};

type RootOf<Field> = Field extends `${infer Root}.${string}` ? Root : never;

type PartOf<Field> = Field extends `request.${infer Part}.${string}` ? Part : never;

type NameIn<Field, Part extends string> = Field extends `request.${Part}.${infer Name extends keyof RequiredValues}`
  ? Name
  : never;
";
