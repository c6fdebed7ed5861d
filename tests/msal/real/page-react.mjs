/** The portal below a provider of `@azure/msal-react`. */
import { MsalProvider, useMsal } from '@azure/msal-react';
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { createApplication } from './application.mjs';
import { runPortal } from './portal.mjs';

let runs = false;

function Portal() {
  const { instance, accounts, inProgress } = useMsal();
  useEffect(() => {
    // The provider handles redirects first.
    if (runs || inProgress !== 'none') return;
    runs = true;
    void runPortal(instance, accounts.length > 0);
  }, [instance, accounts, inProgress]);
  return 'Portal';
}

const place = document.createElement('main');
document.body.append(place);
createRoot(place).render(createElement(MsalProvider, { instance: createApplication() }, createElement(Portal)));
