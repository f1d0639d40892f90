// What a message looks like: payload, envelope, limits, and the reading of answers. The half of the plain JavaScript
// reference (reference.js) that needs no socket and no clock.

export class ClientError extends Error {
  constructor(category, code, message, extra = {}) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = 'OptaveError';
    this.category = category;
    this.code = code;
    this.details = extra.details ?? [];
    this.suggestions = extra.suggestions ?? [];
    this.correlationId = extra.correlationId;
    this.retryable = extra.retryable ?? false;
    this.timestamp = new Date().toISOString();
  }
}

export const MAX_ENVELOPE_BYTES = 131_072;
const SCHEMA_REF = 'optave.message.v3';
const SDK_VERSION = '0.0.0-reference';

const SCOPES =
  'accounts appointments assets bookings cases conversations documents events interactions items locations offers ' +
  'operators orders organizations persons policies products properties services subscriptions tickets transactions users';

// Not frozen: nothing ever writes to it, and a frozen array makes V8's JSON.stringify leave its fast path.
const DEFAULT_PAYLOAD = {
  session: {
    sessionId: '',
    channel: {
      browser: '',
      deviceInfo: '',
      deviceType: '',
      language: '',
      location: '',
      medium: 'chat',
      metadata: [],
      section: '',
    },
    interface: { appVersion: '', category: '', language: '', name: '', type: '' },
  },
  request: {
    requestId: '',
    attributes: { content: '', instruction: '', variant: 'A' },
    connections: { journeyId: '', parentId: '', threadId: '' },
    context: { caseId: '', departmentId: '', operatorId: '', organizationId: '', userId: '' },
    reference: { ids: [], labels: [], tags: [] },
    resources: { codes: [], links: [], offers: [] },
    scope: Object.fromEntries(SCOPES.split(' ').map((name) => [name, []])),
    settings: {
      disableBrowsing: false,
      disableSearch: false,
      disableSources: false,
      disableStream: true,
      disableTools: false,
      maxResponseLength: 0,
      overrideInterfaceLanguage: '',
      overrideOutputLanguage: '',
    },
    a2a: [],
    cursor: { since: '', until: '' },
  },
};

// Also true for objects of another frame, whose Object.prototype is not ours.
export function isPlainObject(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

// Answers a new object; neither side is touched, and what was not overridden is shared, since it is only ever printed.
function merge(base, over) {
  const out = { ...base };
  for (const key of Object.keys(over)) {
    const value = over[key];
    if (value === undefined || key === '__proto__') continue;
    out[key] =
      isPlainObject(value) && Object.hasOwn(out, key) && isPlainObject(out[key]) ? merge(out[key], value) : value;
  }
  return out;
}

// The defaults of one client: protocol, then the integrator's own.
export function clientDefaults(options) {
  const request = merge(DEFAULT_PAYLOAD.request, options.request ?? {});
  return {
    session: merge(DEFAULT_PAYLOAD.session, options.session ?? {}),
    request: options.organizationId ? merge(request, { context: { organizationId: options.organizationId } }) : request,
  };
}

const NOTHING = Object.freeze({});
const PARAMS = new Set(['headers', 'session', 'request']);

export function checkParams(params) {
  if (!isPlainObject(params)) throw mismatch('params must be an object', ['params']);
  for (const key of Object.keys(params)) {
    if (!PARAMS.has(key)) throw mismatch(`params may hold headers, session and request, not "${key}"`, [key]);
    const value = params[key];
    if (value !== undefined && !isPlainObject(value)) throw mismatch(`params.${key} must be an object`, [key]);
  }
}

function mismatch(message, details) {
  return new ClientError('VALIDATION', 'PAYLOAD_SCHEMA_MISMATCH', message, { details });
}

export function buildPayload(defaults, params, fill) {
  const session = merge(defaults.session, params.session ?? NOTHING);
  let request = merge(defaults.request, params.request ?? NOTHING);
  if ('variation' in request || 'content' in request) request = fromLegacy(request, params, fill.warnOnce);

  if (session.sessionId === '') session.sessionId = fill.sessionId;
  const { channel } = session;
  if (isPlainObject(channel) && hasGap(channel)) {
    session.channel = {
      ...channel,
      browser: channel.browser || fill.device.browser,
      deviceInfo: channel.deviceInfo || fill.device.info,
      deviceType: channel.deviceType || fill.device.type,
      language: channel.language || navigator.language,
      section: channel.section || location.pathname,
    };
  }
  if (session.interface?.language === '') {
    session.interface = { ...session.interface, language: document.documentElement.lang || navigator.language };
  }
  if (request.requestId === '') request.requestId = fill.newId();
  const variant = request.attributes?.variant;
  if (typeof variant === 'string') {
    const upper = variant.toUpperCase();
    if (upper !== variant) request.attributes = { ...request.attributes, variant: upper };
  }
  return { session, request };
}

function hasGap(channel) {
  return !(channel.browser && channel.deviceInfo && channel.deviceType && channel.language && channel.section);
}

function fromLegacy(request, params, warnOnce) {
  const { variation, content, ...rest } = request;
  const given = params.request?.attributes;
  const moved = {};
  if (variation !== undefined) {
    warnOnce('request.variation is deprecated, use request.attributes.variant');
    if (given?.variant === undefined) moved.variant = variation;
  }
  if (content !== undefined) {
    warnOnce('request.content is deprecated, use request.attributes.content');
    if (given?.content === undefined) moved.content = content;
  }
  return isPlainObject(rest.attributes) ? { ...rest, attributes: { ...rest.attributes, ...moved } } : rest;
}

const FIELD = {
  thread: { path: 'request.connections.threadId', list: false, read: (r) => r.connections?.threadId },
  parent: { path: 'request.connections.parentId', list: false, read: (r) => r.connections?.parentId },
  content: { path: 'request.attributes.content', list: false, read: (r) => r.attributes?.content },
  instruction: { path: 'request.attributes.instruction', list: false, read: (r) => r.attributes?.instruction },
  organization: { path: 'request.context.organizationId', list: false, read: (r) => r.context?.organizationId },
  conversations: { path: 'request.scope.conversations', list: true, read: (r) => r.scope?.conversations },
  offers: { path: 'request.resources.offers', list: true, read: (r) => r.resources?.offers },
};
const COMMON = [FIELD.thread, FIELD.conversations, FIELD.organization];
const REQUIRED = {
  adjust: [FIELD.parent, FIELD.content, FIELD.instruction, ...COMMON],
  elevate: [FIELD.parent, FIELD.content, ...COMMON],
  interaction: COMMON,
  customerinteraction: COMMON,
  summarize: COMMON,
  translate: COMMON,
  insights: COMMON,
  reception: [FIELD.thread, FIELD.organization],
  recommend: [...COMMON, FIELD.offers],
};

export function checkRequired(action, request) {
  const fields = REQUIRED[action];
  if (fields === undefined) {
    throw new ClientError('VALIDATION', 'INVALID_ACTION', `unknown action "${action}"`, { details: [action] });
  }
  let missing;
  let wrong;
  for (const field of fields) {
    const value = field.read(request);
    if (value === undefined || value === null || value === '') (missing ??= []).push(field.path);
    else if (field.list ? !Array.isArray(value) : typeof value !== 'string') (wrong ??= []).push(field.path);
    else if (value.length === 0) (missing ??= []).push(field.path);
  }
  if (wrong !== undefined) throw mismatch(`wrong type: ${wrong.join(', ')}`, wrong);
  if (missing !== undefined) {
    const message = `missing: ${missing.join(', ')}`;
    throw new ClientError('VALIDATION', 'REQUIRED_FIELDS_MISSING', message, { details: missing });
  }
}

export function buildHeaders(action, given, calledAt, latencyMs, tenantId, newId) {
  return {
    correlationId: given.correlationId ?? newId(),
    traceId: given.traceId ?? newId(),
    idempotencyKey: given.idempotencyKey ?? newId(),
    action,
    schemaRef: SCHEMA_REF,
    sdkVersion: SDK_VERSION,
    identifier: 'message',
    timestamp: given.timestamp ?? new Date(calledAt).toISOString(),
    issuedAt: '', // set when the frame is written
    networkLatencyMs: given.networkLatencyMs ?? latencyMs, // JSON.stringify leaves out what is undefined
    tenantId,
  };
}

export function printEnvelope(envelope) {
  let text;
  try {
    text = JSON.stringify(envelope);
  } catch (cause) {
    const extra = { cause, correlationId: envelope.headers.correlationId };
    throw new ClientError('VALIDATION', 'SERIALIZATION_FAILED', 'params cannot be written as JSON', extra);
  }
  if (exceedsLimit(text)) {
    const message = `the envelope is larger than ${MAX_ENVELOPE_BYTES} bytes`;
    const extra = { correlationId: envelope.headers.correlationId };
    throw new ClientError('VALIDATION', 'PAYLOAD_TOO_LARGE', message, extra);
  }
  return text;
}

const encoder = new TextEncoder();
let scratch;

// A UTF-16 unit is 1 to 3 bytes of UTF-8; only between those bounds do the bytes have to be counted.
function exceedsLimit(text) {
  if (text.length * 3 <= MAX_ENVELOPE_BYTES) return false;
  if (text.length > MAX_ENVELOPE_BYTES) return true;
  scratch ??= new Uint8Array(MAX_ENVELOPE_BYTES);
  return encoder.encodeInto(text, scratch).read < text.length;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const pool = new Uint8Array(4_000);
let poolAt = pool.length;
let prefixMs = -1;
let prefix = '';

// UUID version 7. One getRandomValues serves 400 ids, and the time part is printed once per millisecond.
export function uuidV7() {
  const now = Date.now();
  if (now !== prefixMs) {
    const hex = now.toString(16).padStart(12, '0');
    prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
    prefixMs = now;
  }
  if (poolAt === pool.length) {
    crypto.getRandomValues(pool);
    poolAt = 0;
  }
  const b = poolAt;
  poolAt += 10;
  const id =
    prefix +
    (HEX[pool[b] & 0x0f][1] + HEX[pool[b + 1]] + '-') +
    (HEX[(pool[b + 2] & 0x3f) | 0x80] + HEX[pool[b + 3]] + '-') +
    (HEX[pool[b + 4]] + HEX[pool[b + 5]] + HEX[pool[b + 6]]) +
    (HEX[pool[b + 7]] + HEX[pool[b + 8]] + HEX[pool[b + 9]]);
  // Changes nothing but flattens the rope: one rope among its strings makes V8's JSON.stringify leave its fast path, and
  // an envelope of 80 KB takes four times as long.
  return id.toLowerCase();
}

// Bare, enveloped and error forms, brought to one shape.
export function readAnswer(frame) {
  const enveloped = isPlainObject(frame.payload);
  const body = enveloped ? frame.payload : frame;
  const headers = isPlainObject(frame.headers) ? frame.headers : undefined;
  const error = isPlainObject(frame.error) ? frame.error : isPlainObject(body.error) ? body.error : undefined;
  return {
    frame,
    body,
    headers,
    correlationId: idOf(headers?.correlationId) ?? idOf(frame.correlationId) ?? idOf(frame.payload?.correlationId),
    actionType: typeof body.actionType === 'string' ? body.actionType : undefined,
    state: typeof body.state === 'string' ? body.state : undefined,
    failed: error !== undefined || body.state === 'error' || body.actionType === 'error',
    error,
  };
}

function idOf(value) {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function remoteError(answer, correlationId) {
  const first = answer.body.message?.results?.[0]?.response?.[0];
  const code = answer.error?.code ?? first?.error_code ?? 'REMOTE_ERROR';
  const message = answer.error?.message ?? textOf(answer.body) ?? 'the server reported an error';
  return new ClientError('ORCHESTRATOR', String(code), String(message), { correlationId, details: [answer.body] });
}

export function textOf(body) {
  const results = body.message?.results;
  if (!Array.isArray(results)) return '';
  let text = '';
  for (const result of results) {
    if (!Array.isArray(result?.response)) continue;
    for (const part of result.response) if (typeof part?.content === 'string') text += part.content;
  }
  return text;
}
