// The chat's element in the templates of Vue.
import type { GlobalComponents } from 'vue';
import 'optave-web-sdk/chat-vue';

type Props = InstanceType<GlobalComponents['optave-chat']>['$props'];

export const props: Props = { websocketUrl: '/ws', organizationId: 'o', open: true };
