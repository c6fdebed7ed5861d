/** Keeps every memory that a WebAssembly of the page has, so that its size can be told. Runs before all else. */
{
  const memories = new Set();
  const keep = (instance) => {
    for (const each of Object.values(instance.exports)) if (each instanceof WebAssembly.Memory) memories.add(each);
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const result = await original.apply(WebAssembly, args);
      keep(result.instance ?? result);
      return result;
    };
  }
  // What tells instances by their class must not notice.
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(Instance, args) {
      const instance = new Instance(...args);
      keep(instance);
      return instance;
    },
  });
  globalThis.wasmBytes = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
