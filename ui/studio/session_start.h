// What the studio shows first: the file that was asked for, the last one, or a painted scene.
#pragma once

#include <QString>

namespace tessera::ui {

class DocumentFiles;
class NoticeBar;
struct Session;

/// Leaves a painting in the session in any case. Where `file` cannot be read, a line says so and
/// what would have come without it comes.
void openFirstPainting(Session& session, DocumentFiles& files, const QString& file);

/// Offers the work of a crash, when there is some.
void offerRecovery(Session& session, DocumentFiles& files, NoticeBar& notices);

}  // namespace tessera::ui
