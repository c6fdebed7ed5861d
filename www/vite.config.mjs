import { defineConfig } from 'vite';

// The page runs under `default-src 'none'`: nothing may end up inline, neither scripts nor styles nor images.
export default defineConfig({
  appType: 'mpa',
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
});
