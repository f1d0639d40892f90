//! What the actions require, as TypeScript has it: a compiler finds what is missing before a request is made.

use wasm_bindgen::prelude::*;

use crate::protocol::required::typescript;

#[wasm_bindgen(typescript_custom_section)]
const REQUIRED_FIELDS: &str = typescript::REQUIRED_FIELDS;

#[wasm_bindgen(typescript_custom_section)]
const REQUIRED_VALUES: &str = typescript::REQUIRED_VALUES;

// What a method requires is one object at each level, and no intersection of several: of one object, TypeScript says first
// of all which field is missing.
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
 *
 * `session` and `request` are sent with whatever they hold. A field that has no type here is taken for a misspelt one; one
 * that you have agreed on with Optave, declare once, where it belongs:
 *
 * @example
 * declare module 'optave-web-sdk' {
 *   interface Context {
 *     shopId?: string;
 *   }
 * }
 */
export type ParamsOf<Name extends Action, Given extends RequiredField = never> = Name extends Action
  ? Requiring<OptaveParams, Exclude<RequiredFields[Name], Given>>
  : never;

/** Params as earlier versions of the protocol had them, with the text in `request.content`.
 * @deprecated Use `ParamsOf`. */
export type LegacyParamsOf<Name extends Action, Given extends RequiredField = never> = Name extends Action
  ? Requiring<LegacyParams, Exclude<RequiredFields[Name], Given | 'request.attributes.content'>>
  : never;

/** Params as earlier versions of the protocol had them.
 * @deprecated Use `OptaveParams`. */
export interface LegacyParams extends OptaveParams {
  /** What is asked. */
  request: LegacyRequest;
}

/** What is asked, as earlier versions of the protocol had it.
 * @deprecated Use `Request`. */
export interface LegacyRequest extends Request {
  /** The text.
   * @deprecated Use `attributes.content`, which it becomes if that is not given. */
  content: string;
  /** Which of two answers is asked for.
   * @deprecated Use `attributes.variant`, which it becomes if that is not given. */
  variation?: Variant | null;
}

/** Params in which these fields are there. */
type Requiring<Params extends OptaveParams, Field extends RequiredField> = {
  [Root in keyof (Params & Needed<RootOf<Field>>)]: Root extends RootOf<Field>
    ? RequiringParts<NonNullable<Params['request']>, Field>
    : Params[Root];
};

type RequiringParts<Parts, Field> = {
  [Part in keyof (Parts & Needed<PartOf<Field>>)]: Part extends PartOf<Field> & keyof Parts
    ? RequiringValues<NonNullable<Parts[Part]>, NameIn<Field, Part>>
    : Parts[Part & keyof Parts];
};

type RequiringValues<Values, Names> = {
  [Name in keyof (Values & Needed<Names>)]: Name extends Names & keyof RequiredValues
    ? RequiredValues[Name]
    : Values[Name & keyof Values];
};

/** Joined with an object, this leaves its fields as they are, but for these: they are not optional any more. */
type Needed<Name> = { [Each in Name & string]: unknown };

type RootOf<Field> = Field extends `${infer Root}.${string}` ? Root : never;

type PartOf<Field> = Field extends `request.${infer Part}.${string}` ? Part : never;

type NameIn<Field, Part extends string> = Field extends `request.${Part}.${infer Name extends keyof RequiredValues}`
  ? Name
  : never;
";
