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

// On a narrow screen the filters stay folded until asked for.
if (window.matchMedia('(max-width: 767px)').matches) {
  document.querySelectorAll('.toex-filter__fold').forEach((fold) => { fold.open = false })
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
