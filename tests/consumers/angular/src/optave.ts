import { DestroyRef, inject, InjectionToken } from '@angular/core';
import { OptaveClient } from 'optave-web-sdk';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

export const OPTAVE = new InjectionToken<OptaveClient>('optave', {
  providedIn: 'root',
  factory() {
    const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
    inject(DestroyRef).onDestroy(() => client.cleanup());
    return client;
  },
});
