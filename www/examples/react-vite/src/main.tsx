import { PublicClientApplication } from '@azure/msal-browser';
import { MsalProvider } from '@azure/msal-react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { clientId, tenantId } from './config.js';
import { CreateForm } from './create-form.js';

const msal = new PublicClientApplication({
  auth: { clientId, authority: `https://login.microsoftonline.com/${tenantId}`, redirectUri: location.origin },
});

createRoot(document.querySelector('#root') as Element).render(
  <StrictMode>
    <MsalProvider instance={msal}>
      <CreateForm />
    </MsalProvider>
  </StrictMode>,
);
