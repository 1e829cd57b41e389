# Accounts, settings and projects, as an administrator would make them; the content is entered over HTTP at each start.
Setting.login_required = '1'
Setting.self_registration = '0'
Setting.app_title = 'Project portal'
Setting.default_projects_public = '0'
Setting.default_language = 'en'
Setting.welcome_text = 'Welcome to the project portal.'

admin = User.find_by_login('admin')
admin.password = admin.password_confirmation = 'Admin-Passw0rd-31'
admin.must_change_passwd = false
admin.save!

manager = Role.find_by_name('Manager')
modules = %w[issue_tracking time_tracking news documents files wiki boards calendar gantt]
make_project = lambda do |identifier, name, public, description|
  project = Project.new(name: name, description: description, is_public: public)
  project.identifier = identifier
  project.enabled_module_names = modules
  project.trackers = Tracker.all
  project.save!
  project
end

[
  ['acme', 'Ann', 'Marlowe', 'ann@acme.example.com', 'Ann-Passw0rd-17', 'Harbour crane relay', 'Relay cabinet K7 of crane Fennel'],
  ['globex', 'Bob', 'Tennant', 'bob@globex.example.com', 'Bob-Passw0rd-23', 'Orchard irrigation valves', 'Valve bank Q3 near barn Bergamot']
].each do |login, first, last, mail, password, name, description|
  user = User.new(firstname: first, lastname: last, mail: mail, language: 'en')
  user.login = login
  user.password = user.password_confirmation = password
  user.save!
  Member.create!(project: make_project.call(login, name, false, description), principal: user, roles: [manager])
end

help = make_project.call('shared-help', 'Shared help', true, 'Questions and answers for every customer')
News.create!(project: help, author: admin, title: 'Office hours', summary: 'When we answer', description: 'We answer from nine to five.')
