// Which workspace to open, for people who belong to several and have not chosen yet.
import { h, icon } from '../lib/dom.js'

/** @param {import('../app.js').App} app */
export function createPlaceChoice(app) {
  const { places, user } = app.store
  return h(
    'main',
    { class: 'entrance' },
    h(
      'div',
      { class: 'sheet' },
      h('div', { class: 'brand large' }, icon('mark'), h('h1', {}, 'Choose a workspace')),
      places.length === 0
        ? h('p', {}, `${user.name}, you belong to no workspace yet. Ask an admin to make you a member.`)
        : h(
            'ul',
            { class: 'choices' },
            places.map((place) =>
              h(
                'li',
                {},
                h(
                  'button',
                  { type: 'button', onclick: () => app.openPlace(place) },
                  h('strong', {}, place.name),
                  h('span', { class: 'muted' }, `${place.slug} · ${place.role}`),
                ),
              ),
            ),
          ),
      h('button', { type: 'button', class: 'quiet', onclick: app.leave }, 'Sign out'),
    ),
  )
}
