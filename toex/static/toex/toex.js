// Nothing here is needed: every page works without it.
window.GOVUKFrontend.initAll()

// A form without an address of its own is sent to that of the page, #part and all, and the browser
// would then go to that part of the answer instead of to its error summary. So it is sent without.
document.querySelectorAll('form:not([action])').forEach((form) => {
  form.setAttribute('action', window.location.pathname + window.location.search)
})

// A second click on a button that sends a form does not send it twice.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault()
  } else if (event.target.method === 'post') {
    event.target.dataset.sent = 'yes'
  }
})

// A page brought back by the Back button may be sent again.
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent)
})

// A question that only one answer calls for comes when that answer is given. It stays if it has
// an error; what was typed in it is not lost.
document.querySelectorAll('[data-needed-for]').forEach((group) => {
  const { neededFor, neededWhen } = group.dataset
  const asked = group.closest('form').querySelectorAll(`input[name="${neededFor}"]`)
  const answers = neededWhen.split(' ')
  const show = () => {
    const called = [...asked].some((each) => each.checked && answers.includes(each.value))
    group.hidden = !called && !group.classList.contains('govuk-form-group--error')
  }
  asked.forEach((each) => each.addEventListener('change', show))
  show()
})

// On a narrow screen a list of words stands row under row (toex.css): each cell is told its name,
// and told what it is, for a row shown as a block is no longer a row to a screen reader. Tables of
// numbers stay tables, for they are read down as well as across.
const ROLES = [['thead, tbody', 'rowgroup'], ['tr', 'row'], ['thead th', 'columnheader'], ['tbody th', 'rowheader'], ['td', 'cell']]
document.querySelectorAll('.toex-scroll .govuk-table').forEach((table) => {
  if (!table.tHead || table.querySelector('.govuk-table__header--numeric')) { return }
  table.classList.add('toex-stacks')
  table.setAttribute('role', 'table')
  ROLES.forEach(([which, role]) => table.querySelectorAll(which).forEach((each) => each.setAttribute('role', role)))
  const names = [...table.tHead.rows[0].cells].map((head) => {
    const words = head.cloneNode(true)
    words.querySelectorAll('.govuk-visually-hidden, [aria-hidden]').forEach((each) => each.remove())
    return words.textContent.trim()
  })
  table.querySelectorAll('tbody tr').forEach((row) => [...row.cells].slice(1).forEach((cell, place) => {
    if (names[place + 1]) { cell.dataset.name = names[place + 1] }
  }))
})

// The last line on paper says who printed it and when; with this the foot of every page says when.
const printed = document.querySelector('[data-printed]')
if (printed) {
  document.documentElement.style.setProperty('--toex-printed', JSON.stringify(printed.dataset.printed))
}

// On a narrow screen the filters stay folded until asked for, unless one of them is wrong.
if (window.matchMedia('(max-width: 767px)').matches) {
  document.querySelectorAll('.toex-filter__fold').forEach((fold) => {
    fold.open = Boolean(fold.querySelector('.govuk-error-message'))
  })
}

// Whoever comes back to a page stands on the link by which they left it, as long as it is there.
// The window keeps which one that was, for its last pages and until signing out.
const LEFT = 'toex-left'
const PAGES = 50
const here = () => window.location.pathname + window.location.search
const left = () => JSON.parse(window.sessionStorage.getItem(LEFT)) || []
const linksTo = (address) => [...document.querySelectorAll('main a[href]')]
  .filter((link) => link.getAttribute('href') === address)
document.addEventListener('click', (event) => {
  const link = event.target.closest('main a[href]')
  if (!link) return
  const address = link.getAttribute('href')
  const others = left().filter(([page]) => page !== here())
  const all = [...others, [here(), address, linksTo(address).indexOf(link)]]
  window.sessionStorage.setItem(LEFT, JSON.stringify(all.slice(-PAGES)))
})
window.addEventListener('pageshow', () => {
  const [how] = window.performance.getEntriesByType('navigation')
  const [, address, place] = left().find(([page]) => page === here()) || []
  const link = how.type === 'back_forward' && linksTo(address)[place]
  if (!link) return
  for (let fold = link.closest('details'); fold; fold = fold.parentElement.closest('details')) { fold.open = true }
  link.focus()
})
if (!document.querySelector('.toex-header__who')) { window.sessionStorage.removeItem(LEFT) }

// The key / goes to the search box of a page, or to the link to Search. This browser keeps whether
// it is off: a key without Ctrl or Alt must be one that can be turned off (WCAG 2.1.4).
const SLASH_OFF = 'toex-slash-off'
const slashIsOn = () => !window.localStorage.getItem(SLASH_OFF)
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || !slashIsOn()) return
  if (event.target.closest('input, select, textarea, [contenteditable]')) return
  const box = document.querySelector('main input[name=q]')
  const goal = box || document.querySelector('.toex-navigation a[href="/search/"]')
  if (!goal) return
  event.preventDefault()
  const fold = box && box.closest('details')
  if (fold) fold.open = true
  goal.focus()
})

// The account page says whether the key is on, and turns it on and off.
const shortcut = document.getElementById('shortcut')
if (shortcut) {
  const [said, button] = shortcut.querySelectorAll('span, button')
  const say = () => {
    said.textContent = slashIsOn() ? 'On in this browser' : 'Off in this browser'
    button.textContent = slashIsOn() ? 'Turn off the key /' : 'Turn on the key /'
  }
  button.addEventListener('click', () => {
    if (slashIsOn()) window.localStorage.setItem(SLASH_OFF, 'yes')
    else window.localStorage.removeItem(SLASH_OFF)
    say()
  })
  say()
  shortcut.hidden = false
}

// Five minutes before the session ends, say so and offer to stay; once it has ended, say that too.
// Any click that asks the service for a page starts the half hour again, for all tabs: they share
// the session, and this browser keeps when the last click was. Nobody asks the service for it, for
// to ask is to click.
const MINUTE = 60 * 1000
const CLICKED = 'toex-clicked'
if (document.querySelector('.toex-header__who')) {
  const banner = document.createElement('div')
  banner.className = 'toex-session'
  banner.setAttribute('role', 'alert')
  const words = document.createElement('p')
  words.className = 'govuk-body govuk-!-margin-bottom-2'
  const stay = document.createElement('button')
  stay.className = 'govuk-button govuk-!-margin-bottom-0'
  stay.textContent = 'Stay signed in'
  let timer, before
  // Whoever stood on the button comes back to where they were when the banner appeared.
  const change = (how) => {
    const stood = banner.contains(document.activeElement)
    how()
    if (stood && !banner.contains(document.activeElement)) before.focus()
  }
  const say = (sentence, ...more) => {
    if (banner.isConnected && words.textContent === sentence) return
    if (!banner.isConnected) before = document.activeElement
    change(() => banner.replaceChildren(words, ...more))
    words.textContent = sentence
    document.body.append(banner)
  }
  const ended = () => say('You are signed out. What you saved is kept. Send this page as usual: ' +
    'you can sign in then, and nothing you typed here is lost.')
  const look = () => {
    clearTimeout(timer)
    const idle = Date.now() - window.localStorage.getItem(CLICKED)
    if (idle >= 30 * MINUTE) { ended(); return }
    const warns = idle >= 25 * MINUTE
    if (warns) say('You will be signed out in 5 minutes. What you saved is kept.', stay)
    else change(() => banner.remove())
    timer = setTimeout(look, (warns ? 30 : 25) * MINUTE - idle)
  }
  const clicked = () => {
    window.localStorage.setItem(CLICKED, Date.now())
    look()
  }
  stay.addEventListener('click', () => {
    window.fetch('/account/', { redirect: 'error' }).then(clicked, ended)
  })
  window.addEventListener('storage', (event) => { if (event.key === CLICKED) look() })
  clicked()
}
