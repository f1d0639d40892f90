// Sorts failures by their category and code, and shows what to do about them.
import OptaveJavaScriptSDK from 'optave-web-sdk';
import { about, websocketUrl } from './conversation.js';

const { ErrorCategory } = OptaveJavaScriptSDK.CONSTANTS;
const client = new OptaveJavaScriptSDK({ websocketUrl });

function advise(error) {
  switch (error.category) {
    case ErrorCategory.AUTHENTICATION:
      return `sign in again (${error.code})`;
    case ErrorCategory.VALIDATION:
      return `correct ${error.details.join(', ')} (${error.code})`;
    case ErrorCategory.WEBSOCKET:
      return `try again (${error.code})`;
    case ErrorCategory.ORCHESTRATOR:
      return `${error.message} (${error.code})`;
    default:
      return 'what is this?';
  }
}

export async function attempt(work) {
  try {
    await work(client, about);
    return 'it went well';
  } catch (error) {
    return { advice: advise(error), hasSuggestions: error.suggestions.length > 0 };
  }
}

export const attempts = {
  incomplete: (client) => client.adjust(about('Shorter, please.')),
  strange: (client) => client.interaction({ ...about('Hm'), colour: 'blue' }),
  failing: (client) => client.interaction(about('Please fail')),
  slow: (client) => client.interactionAsync(about('Slowly now'), { timeoutMs: 50 }),
};

/** A client whose token nobody gives out. */
export function signIn() {
  const stranger = new OptaveJavaScriptSDK({
    websocketUrl,
    tokenProvider: async () => {
      throw new Error('you are not signed in');
    },
  });
  return stranger.openConnection();
}

/** A page that ships the secret of its server. */
export const leak = () =>
  new OptaveJavaScriptSDK({ websocketUrl, clientId: 'ski_shop', clientSecret: 'not for browsers' });
