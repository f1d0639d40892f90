// A chat as somebody would write it with Svelte. `controls` lets the test do what its buttons would.
import { mount as mountComponent, unmount } from 'svelte';
import App from './App.svelte';
import Chat from './Chat.svelte';

export function mount(target, connect) {
  const controls = {};
  const show = () => mountComponent(App, { target, props: { connect, controls } });
  let app = show();
  return {
    controls,
    hide: () => controls.hide(),
    again() {
      unmount(app);
      app = show();
    },
    unmount: () => unmount(app),
  };
}

export function mountLost(target, tell) {
  try {
    mountComponent(Chat, { target, props: { controls: {} } });
  } catch (error) {
    tell(error);
  }
}
