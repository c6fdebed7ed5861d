/** A certificate for the loopback addresses that nobody has signed; the browsers are told to take it. */
import { generate } from 'selfsigned';

/** @returns {Promise<{ key: string, cert: string }>} */
export async function makeCertificate() {
  const altNames = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ];
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { key: pems.private, cert: pems.cert };
}
