// Nothing here is needed: every page works without it.
window.GOVUKFrontend.initAll()

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

// On a narrow screen the filters stay folded until asked for.
if (window.matchMedia('(max-width: 767px)').matches) {
  document.querySelectorAll('.toex-filter__fold').forEach((fold) => { fold.open = false })
}

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

// Five minutes before the session ends, say so and offer to stay. Any click elsewhere does it too.
const account = document.querySelector('.toex-header__who')
if (account) {
  let timer
  const warn = () => {
    const banner = document.createElement('div')
    banner.className = 'toex-session'
    banner.setAttribute('role', 'alert')
    const words = document.createElement('p')
    words.className = 'govuk-body govuk-!-margin-bottom-2'
    words.textContent = 'You will be signed out in 5 minutes. What you saved is kept.'
    const button = document.createElement('button')
    button.className = 'govuk-button govuk-!-margin-bottom-0'
    button.textContent = 'Stay signed in'
    button.addEventListener('click', () => {
      window.fetch('/help/').then(() => { banner.remove(); wait() })
    })
    banner.append(words, button)
    document.body.append(banner)
  }
  const wait = () => { clearTimeout(timer); timer = setTimeout(warn, 25 * 60 * 1000) }
  wait()
}
