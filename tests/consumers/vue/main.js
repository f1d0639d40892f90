import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { OptaveClient } from 'optave-web-sdk';
import { createOptave } from 'optave-web-sdk/vue';
import App from './App.vue';

function connect() {
  // On a page of yours: the address of your tenant, and of your server's token endpoint.
  const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));
  return new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
}

createApp(App).use(createPinia()).use(createOptave(connect)).mount('#root');
