// What needs a newer TypeScript than the oldest that the package supports.
import { OptaveClient } from 'optave-web-sdk';

{
  using client = new OptaveClient({ websocketUrl: 'ws://localhost:8080/ws', organizationId: 'o' });
  client.isConnected();
}
export {};
