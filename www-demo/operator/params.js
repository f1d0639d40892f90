// The params of a request about the visitor's conversation, as the element itself would ask.
import { requestParams } from '../chat/params.js';

export const paramsOf = (chat, extra) => chat.params?.(extra) ?? requestParams(chat, extra);
