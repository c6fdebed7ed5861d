import { AnonymousAuthenticationProvider, HttpMethod, RequestInformation } from '@microsoft/kiota-abstractions';
import { FetchRequestAdapter } from '@microsoft/kiota-http-fetchlibrary';
import { PATH, toBody } from './wire.mjs';

export function open({ origin, token }) {
  const adapter = new FetchRequestAdapter(new AnonymousAuthenticationProvider());
  return async (form) => {
    const request = new RequestInformation(HttpMethod.POST);
    request.URL = `${origin}/v1.0/${PATH}`;
    request.headers.add('Authorization', `Bearer ${token}`);
    request.setStreamContent(new TextEncoder().encode(JSON.stringify(toBody(form))).buffer, 'application/json');
    const answer = await adapter.sendPrimitive(request, 'ArrayBuffer', undefined);
    return JSON.parse(new TextDecoder().decode(answer)).id;
  };
}
