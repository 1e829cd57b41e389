const asked =
  /^(rsc|next-(?!auth)[\w-]+|x-nextjs-[\w-]+|x-inertia(-[\w-]+)?|hx-[\w-]+|(x-)?turbo-[\w-]+|x-up-[\w-]+|x-pjax(-[\w-]+)?|x-livewire(-[\w-]+)?|x-sveltekit-[\w-]+|x-remix-[\w-]+|x-requested-with)$/i;

/**
 * How a framework's client asks for a page or a part of it (Next, Inertia, htmx, Turbo, Unpoly, pjax, Livewire, SvelteKit,
 * React Router). It says nothing of who asks; a server may answer in another manner than it answers a plain visit.
 */
export const isFrameworkHeader = (name: string): boolean => asked.test(name);
