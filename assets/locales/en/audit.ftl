# Seeing personal data, and who saw it

reveal-open = Show
reveal-title = Show personal data
reveal-note = Who looks, when and why goes into the audit log before anything is shown. It is shown for 60 seconds, and masked again when you leave the case.
reveal-presets = Usual reasons
reveal-confirm = Log it and show
reveal-needs-line = This needs the line: the centre writes down who looks and why before anything is shown. You are off line.
reveal-shown = shown
reveal-hide = Mask
reveal-said = As the reporting system said it
reveal-parties = Parties
reveal-nothing = No personal data was left
reveal-reason-call-back = Calling back to verify
reveal-reason-visit = Arranging a visit
reveal-reason-duplicate = Checking for a duplicate report
reveal-reason-satisfaction = Asking whether they are satisfied

looks = Who looked
looks-read = Ask
looks-again = Ask again
looks-what = the looks
looks-note = Who was shown the personal data of this case; asking is written down as well.
looks-none = Nobody has looked
looks-needs-line = The looks are kept at the centre and need the line. You are off line.
looks-sealed = opened the sealed case
looks-why = Reason: { $reason }
look-field-name = name
look-field-phone = phone
look-field-origin = what the reporting system said
look-field-parties = parties
