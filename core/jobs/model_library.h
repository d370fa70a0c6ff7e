// The model files at hand, known by their headers alone.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tessera {

/// A model file that could be opened.
struct ModelEntry {
    QString name;       ///< the file's name without its suffix: "scenes"
    QString file;       ///< absolute path
    QString title;      ///< of its card, else the name
    QString paletteId;  ///< palette it was trained on
};

/// Model files beside the program (models/ of its resources) and in the user's folder. A user's
/// model with the name of a shipped one takes its place. Weights are not read.
class ModelLibrary {
public:
    static inline const QString kDefaultName = QStringLiteral("scenes");

    /// <user's data folder>/models
    static QString userFolder();
    static ModelLibrary load(const QString& userFolder = ModelLibrary::userFolder());

    /// By title.
    const QList<ModelEntry>& models() const { return models_; }

    /// One line for each .safetensors file that is no model: "file: reason".
    const QStringList& problems() const { return problems_; }

    /// The file for a model's name or title; an empty text means the default model. A path comes
    /// back as it is and need not exist. Throws std::runtime_error where nothing goes by that name.
    QString find(const QString& pathOrName) const;

private:
    void readFolder(const QString& folder);

    QList<ModelEntry> models_;
    QStringList problems_;
};

/// Reads a model file's header. Throws std::runtime_error("file: reason").
ModelEntry readModelEntry(const QString& file);

}  // namespace tessera
