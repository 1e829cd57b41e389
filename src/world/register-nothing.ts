/**
 * Runs inside every page first. No service worker is installed, since it would answer in the portal's place; but a page that asks
 * for one gets what it may look at, or its next line would fail and the portal be blamed (Service Workers, W3C, section 3.2).
 */
export function registerNothing(): void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const never = () => new Promise<never>(() => undefined);
  serviceWorker.register = async (_script, options) => {
    const target: object = new EventTarget();
    const registration = {
      scope: new URL(options?.scope ?? './', location.href).href,
      installing: null,
      waiting: null,
      active: null,
      updateViaCache: options?.updateViaCache ?? 'imports',
      onupdatefound: null,
      navigationPreload: { enable: never, disable: never, setHeaderValue: never, getState: never },
      pushManager: { getSubscription: async () => null, subscribe: never, permissionState: async () => 'denied' },
      update: async () => registration,
      unregister: async () => true,
      showNotification: async () => undefined,
      getNotifications: async () => [],
    };
    return Object.assign(target, registration) as unknown as ServiceWorkerRegistration;
  };
}
