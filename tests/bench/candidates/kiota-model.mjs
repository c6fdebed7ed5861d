/** Kiota as it is meant: with the model that Microsoft generated from Graph's description. */
import {
  AllowedHostsValidator,
  BaseBearerTokenAuthenticationProvider,
  HttpMethod,
  ParseNodeFactoryRegistry,
  RequestInformation,
  SerializationWriterFactoryRegistry,
} from '@microsoft/kiota-abstractions';
import { FetchRequestAdapter } from '@microsoft/kiota-http-fetchlibrary';
import { JsonParseNodeFactory, JsonSerializationWriterFactory } from '@microsoft/kiota-serialization-json';
import {
  createAccessPackageFromDiscriminatorValue,
  serializeAccessPackage,
} from '@microsoft/msgraph-sdk/models/index.js';
import { PATH, toBody } from './wire.mjs';

const JSON_TYPE = 'application/json';

export function open({ origin, token }) {
  const hosts = new AllowedHostsValidator(new Set([new URL(origin).hostname]));
  const parsers = new ParseNodeFactoryRegistry();
  parsers.contentTypeAssociatedFactories.set(JSON_TYPE, new JsonParseNodeFactory());
  const writers = new SerializationWriterFactoryRegistry();
  writers.contentTypeAssociatedFactories.set(JSON_TYPE, new JsonSerializationWriterFactory());
  const adapter = new FetchRequestAdapter(
    new BaseBearerTokenAuthenticationProvider({
      getAuthorizationToken: async () => token,
      getAllowedHostsValidator: () => hosts,
    }),
    parsers,
    writers,
  );
  adapter.baseUrl = `${origin}/v1.0`;
  return async (form) => {
    const request = new RequestInformation(HttpMethod.POST, `{+baseurl}/${PATH}`, {});
    request.headers.add('Accept', JSON_TYPE);
    request.setContentFromParsable(adapter, JSON_TYPE, toBody(form), serializeAccessPackage);
    return (await adapter.send(request, createAccessPackageFromDiscriminatorValue, undefined)).id;
  };
}
