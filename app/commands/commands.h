// The subcommands, a file each.
#pragma once

#include <QStringList>

namespace tessera {

/// Each gets what follows its name on the command line and returns an exit code; each throws
/// UsageError or std::runtime_error, see runCommand().
int renderCommand(const QStringList& arguments);
int inspectCommand(const QStringList& arguments);  ///< needs a QGuiApplication: figures have text
int infoCommand(const QStringList& arguments);
int convertCommand(const QStringList& arguments);
int evaluateCommand(const QStringList& arguments);
int trainCommand(const QStringList& arguments);
int studyCommand(const QStringList& arguments);
int palettesCommand(const QStringList& arguments);
int benchmarkCommand(const QStringList& arguments);  ///< needs a QApplication: it opens the window

/// Opens the window; makes its own QApplication, so it runs before any other is made.
int studioCommand(int argc, char** argv);

}  // namespace tessera
