//! What the superpowers say beside their texts. Optave's documents name the superpowers and no field of their results; the
//! fields are those that the sandbox answers with (`www-demo/sandbox/answers`).

use tsify::Tsify;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const SUPERPOWERS: &str = r"
/** What the results of a superpower hold beside their texts, by its `actionType`. Optave has not fixed these fields, so
 * that any may be missing and others may be there. What you have agreed on with Optave, declare once:
 *
 * @example
 * declare module 'optave-web-sdk' {
 *   interface SuperpowerResults {
 *     churn: { probability?: number };
 *   }
 * }
 */
export interface SuperpowerResults {
  /** How the customer feels. */
  sentiment: SentimentResult;
  /** What may become of it: a result for each kind of risk. */
  risk: RiskResult;
  /** Whether a person should take over. */
  escalation_need: EscalationNeedResult;
  /** Which language the customer writes in. */
  language: LanguageResult;
  /** Whether a search would help to answer. */
  search_need: SearchNeedResult;
  /** The offers, best first: a result for each. */
  recommend: RecommendResult;
}

/** A superpower whose results are known. */
export type SuperpowerName = keyof SuperpowerResults;

/** A superpower that answers by text: the one of an action's own name, or the failure of a whole request. */
export type ReplyName = Exclude<ActionName, 'recommend'> | 'adjusted_content' | 'adjust_suggestion' | 'error';

/** A result of a superpower. */
export type ResultOf<Name> = Name extends SuperpowerName
  ? SuperpowerResult & SuperpowerResults[Name]
  : SuperpowerResult;

/** What a superpower says. */
export interface ContentOf<Name> extends SuperpowerContent {
  /** The results; their fields differ from superpower to superpower. */
  results?: ResultOf<Name>[] | null;
}

/** A message of a superpower, such as `MessageOf<'sentiment'>`. */
export interface MessageOf<Name> extends SuperpowerMessage {
  /** What it says. */
  message?: ContentOf<Name> | null;
}
";

/// How the customer feels.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct SentimentResult {
    /// In a word.
    #[tsify(type = "'positive' | 'neutral' | 'negative' | (string & {}) | null")]
    sentiment: Option<String>,
    /// From -1, bad, to 1, good.
    score: Option<f64>,
}

/// How likely the conversation is to do harm of one kind.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RiskResult {
    /// Which kind.
    #[tsify(type = "'media' | 'hacker' | 'financial' | (string & {}) | null")]
    risk: Option<String>,
    /// In a word.
    #[tsify(type = "'low' | 'medium' | 'high' | (string & {}) | null")]
    level: Option<String>,
    /// From 0 to 1, the highest.
    score: Option<f64>,
}

/// Whether a person should take over.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct EscalationNeedResult {
    /// Whether one should.
    escalation_needed: Option<bool>,
    /// The department that they should be of.
    department: Option<String>,
}

/// Which language the customer writes in.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct LanguageResult {
    /// A BCP 47 tag.
    language: Option<String>,
    /// How sure that is, from 0 to 1.
    confidence: Option<f64>,
}

/// Whether a search would help to answer.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct SearchNeedResult {
    /// Whether one would.
    search_needed: Option<bool>,
    /// What to search for; empty if nothing.
    query: Option<String>,
}

/// An offer that is recommended.
#[derive(Tsify)]
#[serde(default, rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RecommendResult {
    /// One of `request.resources.offers`, as it was given.
    #[tsify(type = "JsonObject | null")]
    offer: Option<JsValue>,
    /// Its place, from 1, the best.
    rank: Option<f64>,
    /// How well it fits, from 0 to 1.
    score: Option<f64>,
    /// The words of the customer's that it answers to.
    matches: Option<Vec<String>>,
}
