// The choices of a training run, as a window shows them.
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace tessera {

/// One option of model/training/options.h.
struct TrainingChoice {
    enum class Kind { Flag, Whole, Real, Text };
    QString name;  ///< "late_crop"
    Kind kind = Kind::Real;
    QString value;  ///< of the preset: "256", "true"
    double least = 0;
    double most = 0;
    QStringList choices;  ///< of a text; empty: any
    QString unit;
    QString help;  ///< one sentence
};

/// "realtime", "paper", "cross-view", "segmenter".
QStringList allPresets();

/// Those of generators, which the studio paints with.
QStringList trainingPresets();

/// Every option that is a user's to choose, with the values of a preset, in the order in which they
/// are shown. Throws std::runtime_error where there is no such preset.
QList<TrainingChoice> trainingChoices(const QString& preset);

/// What a new run is made of.
struct NewRun {
    QString name;     ///< of its folder, too
    QString data;     ///< folder of the pictures
    QString layout;   ///< "pairs"
    QString palette;  ///< id
    QString preset;
    QMap<QString, QString> options;  ///< that differ from the preset's
    QStringList start;               ///< model files to begin with; may be empty
};

/// Makes the folder of a run in `runs`. Throws std::runtime_error, one line that names the option
/// or file and the reason; nothing stays then.
void makeRun(const QString& runs, const NewRun& run);

/// Why a run cannot be called so; empty where it can.
QString whyNoRunName(const QString& runs, const QString& name);

}  // namespace tessera
