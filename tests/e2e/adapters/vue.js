// A chat as somebody would write it with Vue. `controls` lets the test do what its buttons would.
import { createApp, defineComponent, h, shallowRef } from 'vue';
import { createOptave, useConnection, useConversation, useOptave, useRequest } from 'optave-web-sdk/vue';

const makeChat = (controls) =>
  defineComponent(() => {
    const client = useOptave();
    const connection = useConnection();
    const request = useRequest('interaction');
    const chat = useConversation();
    Object.assign(controls, { client, request, chat, isReady: true });
    return () => [
      h('p', { id: 'connection' }, connection.value.state),
      h(
        'p',
        { id: 'request' },
        [request.isPending.value, request.text.value, request.updates.value.length, request.error.value?.code].join(
          ' ',
        ),
      ),
      h(
        'ol',
        chat.messages.value.map(({ id, role, text, state, error }) =>
          h('li', { key: id }, [role, text, state, error?.code].join(' ')),
        ),
      ),
    ];
  });

export function mount(target, connect) {
  const controls = {};
  const isShown = shallowRef(true);
  const Chat = makeChat(controls);
  const show = () => {
    const app = createApp(() => isShown.value && h(Chat));
    app.use(createOptave(connect)).mount(target);
    return app;
  };
  let app = show();
  return {
    controls,
    hide: () => (isShown.value = false),
    again() {
      app.unmount();
      app = show();
    },
    unmount: () => app.unmount(),
  };
}

export function mountLost(target, tell) {
  const app = createApp(() => useOptave().connection.state);
  app.config.errorHandler = tell;
  app.config.warnHandler = () => {};
  app.mount(target);
}
