// The sandbox's faults; what each is called and does stands in the texts, as `fault-…`. All that this page knows of the
// sandbox's control endpoint is here and in `outbound.js`.

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
const lasting = (name, fault, { onChange = (_isOn) => {} } = {}) => {
  const active = async () => (await control('GET', 'faults')).active.filter((one) => one.fault === fault.fault);
  return {
    name,
    isOn: async () => (await active()).length > 0,
    async set(isOn) {
      if (isOn) await put(fault);
      else for (const { id } of await active()) await control('DELETE', `faults/${id}`);
      onChange(isOn);
    },
  };
};

/** @type {{ name: string, isOn?: () => Promise<boolean>, set?: (isOn: boolean) => Promise<void>, run?: () => Promise<unknown> }[]} */
export const FAULTS = [
  // Without a close frame.
  { name: 'cut', run: () => put({ fault: 'kill' }) },
  lasting('refuse', { fault: 'refuse', status: 503 }),
  // The open socket stays, but nothing passes any more.
  { name: 'swallow', run: () => put({ fault: 'swallow', direction: 'both', to: 'present' }) },
  lasting('slow', { fault: 'delay', ms: 1500, direction: 'out' }),
  lasting('garbage', { fault: 'garbage', what: 'text', when: 'before' }),
  lasting(
    'offline',
    { fault: 'down', how: 'status', parts: ['websocket', 'rest', 'token'] },
    // A page cannot take itself off the network; this is the event that the browser would send.
    { onChange: (isOn) => dispatchEvent(new Event(isOn ? 'offline' : 'online')) },
  ),
];
