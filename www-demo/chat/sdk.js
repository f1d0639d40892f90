// The one line that knows where the SDK is. With a bundler, write 'optave-web-sdk' here.

export const loadSdk = () => import('/pkg/index.js');
