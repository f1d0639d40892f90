// The classes that HTTP is answered with, for which see globals.js. Node's own are made of undici, too; all of the package
// would take over what Node's own fetch sends by. The request makes use of what comes with the response, which is first.
export { Response } from 'undici/lib/web/fetch/response.js';
export { Request } from 'undici/lib/web/fetch/request.js';
export { Headers } from 'undici/lib/web/fetch/headers.js';
export { FormData } from 'undici/lib/web/fetch/formdata.js';
