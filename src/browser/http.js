/** A POST: its status, 0 if there was no answer, and what its JSON became, undefined if it was none. */
export async function post(url, init) {
  try {
    const response = await fetch(url, { ...init, method: 'POST' });
    return [response.status, await response.json().catch(() => {})];
  } catch {
    return [0];
  }
}
