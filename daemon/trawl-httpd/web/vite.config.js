import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vite'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  esbuild: {jsx: 'automatic', legalComments: 'none'},
  resolve: {
    // The dialog's scroll lock writes a <style> element, which our content security policy forbids.
    alias: {'react-remove-scroll': here('./src/parts/scroll_lock.tsx')},
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // a data: address is not of our origin
    modulePreload: {polyfill: false},
  },
})
