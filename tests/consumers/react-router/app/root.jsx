import { Links, Meta, Outlet, Scripts } from 'react-router';
import { OptaveProvider } from 'optave-web-sdk/react';
import { OptaveClient } from 'optave-web-sdk';

function connect() {
  // On a page of yours: the address of your tenant, and of your server's token endpoint.
  const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));
  return new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
}

export const links = () => [{ rel: 'icon', href: 'data:,' }];

export function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>React Router</title>
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return (
    <OptaveProvider client={connect}>
      <Outlet />
    </OptaveProvider>
  );
}
