/**
 * Node's own `node:http`, as the bundles get it: an ES module's import of it evaluates every getter on
 * it, and that of `WebSocket` loads undici.
 */
module.exports = process.getBuiltinModule('node:http');
