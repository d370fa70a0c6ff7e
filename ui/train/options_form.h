// Every option of a run, made from their list.
#pragma once

#include <QMap>
#include <QWidget>

#include "core/jobs/training/training_choices.h"

class QFormLayout;

namespace tessera::ui {

class OptionsForm : public QWidget {
    Q_OBJECT

public:
    explicit OptionsForm(QWidget* parent = nullptr);

    /// The options of a preset; what was changed stays changed.
    void setPreset(const QString& preset);

    /// What differs from the preset.
    QMap<QString, QString> changed() const { return changed_; }

private:
    QWidget* editor(const TrainingChoice& choice);
    void set(const TrainingChoice& choice, const QString& value);

    QFormLayout* form_;
    QMap<QString, QString> changed_;
};

}  // namespace tessera::ui
