// Where the files that come with the program are.
#pragma once

#include <QString>
#include <QStringList>

namespace tessera {

/// Folders that may hold the program's resources, best first, those alone that exist: the
/// environment's TESSERA_RESOURCES, ../share/tessera beside the program (installed), the sources'
/// resources/ (built and not installed).
QStringList resourceFolders();

/// The first `name` ("models/scenes.safetensors") in resourceFolders(), or an empty string.
QString findResource(const QString& name);

/// The frozen networks that come with the program: whose features training leans on, and another,
/// which no model is trained against, that judges.
QString learningFeatures();
QString judgingFeatures();

/// The segmenter that comes with the program for a palette; empty where there is none.
QString segmenterFor(const QString& paletteId);

}  // namespace tessera
