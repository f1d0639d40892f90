// The default entry exports some 130 names: too many for one page. They are read by subject, and each subject is said
// here by the names that it begins with; any other name belongs to the subject that is fewest steps away from it.

const SUBJECTS = [
  {
    slug: 'client',
    title: 'The client',
    about: 'The class, its methods, and what the class has itself.',
    begins: ['OptaveClient', 'OptaveClientConstructor', 'OptaveJavaScriptSDK', 'Constants'],
    isLast: true,
  },
  {
    slug: 'options',
    title: 'Options',
    about: 'What a client is made with, and what a single request can be given.',
    begins: [
      'OptaveOptions',
      'ClientOptions',
      'WebSocketTransport',
      'RestTransport',
      'AutoTransport',
      'RequestOptions',
      'OptionsGiving',
      'GivenBy',
    ],
  },
  {
    slug: 'params',
    title: 'Params',
    about: 'What a method such as `interaction` takes.',
    begins: ['OptaveParams', 'ParamsOf', 'Action', 'RequiredFields', 'Request', 'Session', 'LegacyParamsOf'],
  },
  {
    slug: 'answers',
    title: 'Requests and answers',
    about: 'A request in flight, the updates that answer it, and what superpowers say.',
    begins: [
      'OptaveRequest',
      'OptaveResponse',
      'OptaveUpdate',
      'Until',
      'CompletedUpdate',
      'ErrorUpdate',
      'OtherUpdate',
      'StartedUpdate',
      'StreamingUpdate',
      'UpdateIn',
      'SuperpowerResults',
      'ResultOf',
      'SuperpowerMessage',
      'MessageOf',
    ],
  },
  {
    slug: 'events',
    title: 'Events, connection and metrics',
    about: 'What a client tells of itself.',
    begins: [
      'OptaveEvents',
      'ConnectionInfo',
      'CloseInfo',
      'ReconnectInfo',
      'OptaveMetrics',
      'OptaveMetric',
      'InboundEvents',
      'LegacyEvents',
    ],
  },
  {
    slug: 'errors',
    title: 'Errors',
    about: 'Every failure is an `OptaveError`. What to do about each code is in the guide about errors.',
    begins: ['OptaveError', 'OptaveErrorCode', 'ErrorCategory', 'ErrorDetails', 'SdkError', 'RemoteError'],
  },
  {
    slug: 'wire',
    title: 'On the wire',
    about: 'The messages as they go over the WebSocket.',
    begins: ['RequestEnvelope', 'InboundMessage', 'AnswerEnvelope', 'JsonObject', 'AnyObject', 'Json'],
  },
];

/** The names in a text, as far as they are known. */
const namesIn = (text, known) =>
  [...text.matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => name).filter((name) => known.has(name));

/**
 * The subjects of an entry, each with its declarations: first those that it begins with, then the others as the file has
 * them.
 * @param {import('./model.mjs').Entity[]} entities
 */
export function grouped(entities) {
  const known = new Map(entities.map((entity) => [entity.name, entity]));
  const leadsTo = ({ text, members }) => namesIn([text, ...members.map((member) => member.text)].join('\n'), known);
  const home = new Map(
    SUBJECTS.flatMap((subject) => subject.begins.filter((name) => known.has(name)).map((name) => [name, subject])),
  );
  // Step by step from all subjects at once; from the client everything is one step, so that it comes last.
  const walk = (from) => {
    for (let reached = from; reached.length > 0;) {
      const next = [];
      for (const name of reached) {
        for (const found of leadsTo(known.get(name))) {
          if (home.has(found)) continue;
          home.set(found, home.get(name));
          next.push(found);
        }
      }
      reached = next;
    }
  };
  walk([...home.keys()].filter((name) => !home.get(name).isLast));
  walk([...home.keys()]);
  return SUBJECTS.map((subject) => {
    const others = entities.filter(
      ({ name }) => (home.get(name) ?? SUBJECTS[0]) === subject && !subject.begins.includes(name),
    );
    return { ...subject, entities: [...subject.begins.map((name) => known.get(name)).filter(Boolean), ...others] };
  });
}
