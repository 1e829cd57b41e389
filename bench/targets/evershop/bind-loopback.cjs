// EverShop listens on every interface of the machine, whatever HOST says: a bare port gets the loopback address here.
const { Server } = require('node:net');
const listen = Server.prototype.listen;
Server.prototype.listen = function listenOnLoopback(...given) {
  const [port, ...rest] = given;
  if (/^\d+$/.test(String(port)) && typeof rest[0] !== 'string')
    return listen.call(this, Number(port), '127.0.0.1', ...rest);
  return listen.apply(this, given);
};
