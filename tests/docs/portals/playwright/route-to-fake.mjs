/** Has a fake answer what a page asks Graph. @param {import('playwright-core').Page} page */
export async function routeToFake(page, fake) {
  await page.route(`${fake.graphRoot}/**`, async (route) => {
    const asked = route.request();
    const request = new Request(asked.url(), {
      method: asked.method(),
      headers: asked.headers(),
      body: asked.postData(),
    });
    try {
      const response = await fake.handle(request);
      const headers = { ...Object.fromEntries(response.headers), 'access-control-allow-origin': '*' };
      await route.fulfill({ status: response.status, headers, body: await response.text() });
    } catch {
      await route.abort(); // a connection that the fake has dropped
    }
  });
}
