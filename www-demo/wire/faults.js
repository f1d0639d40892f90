// The sandbox's faults, by the names of its control endpoint. All that this page knows of that endpoint is here and in
// `outbound.js`.

async function control(method, path, body) {
  const response = await fetch(`/control/${path}`, {
    method,
    headers: body && { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

const put = (fault) => control('POST', 'fault', fault);

/** A switch that keeps its fault in force until it is off. The sandbox alone knows what is on: a reload forgets. */
const lasting = (name, label, hint, fault, { onChange = (_isOn) => {} } = {}) => {
  const active = async () => (await control('GET', 'faults')).active.filter((one) => one.fault === fault.fault);
  return {
    name,
    label,
    hint,
    isOn: async () => (await active()).length > 0,
    async set(isOn) {
      if (isOn) await put(fault);
      else for (const { id } of await active()) await control('DELETE', `faults/${id}`);
      onChange(isOn);
    },
  };
};

/** @type {{ name: string, label: string, hint: string, isOn?: () => Promise<boolean>, set?: (isOn: boolean) => Promise<void>, run?: () => Promise<unknown> }[]} */
export const FAULTS = [
  {
    name: 'cut',
    label: 'Cut',
    hint: 'Ends every socket now, without a close frame.',
    run: () => put({ fault: 'kill' }),
  },
  lasting('refuse', 'Refuse', 'New connections are refused with 503. Cut to see it.', { fault: 'refuse', status: 503 }),
  {
    name: 'swallow',
    label: 'Swallow',
    hint: 'The open socket stays, but nothing passes any more. Ask something and see it replaced within 10 s.',
    run: () => put({ fault: 'swallow', direction: 'both', to: 'present' }),
  },
  lasting('slow', 'Slow', 'Each frame takes 1.5 s longer.', { fault: 'delay', ms: 1500, direction: 'out' }),
  lasting('garbage', 'Garbage', 'Before each answer comes something that is no JSON.', {
    fault: 'garbage',
    what: 'text',
    when: 'before',
  }),
  lasting(
    'offline',
    'Offline',
    'The server is out of reach, and the page is told that it is offline.',
    { fault: 'down', how: 'status', parts: ['websocket', 'rest', 'token'] },
    // A page cannot take itself off the network; this is the event that the browser would send.
    { onChange: (isOn) => dispatchEvent(new Event(isOn ? 'offline' : 'online')) },
  ),
];
