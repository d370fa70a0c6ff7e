// Three choices make a run: pictures, preset, name. Everything else waits under "More".
#pragma once

#include <QDialog>

#include "core/jobs/training/dataset_inspector.h"
#include "core/jobs/training/training_choices.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace tessera {
class PaletteLibrary;
class TrainingService;
}  // namespace tessera

namespace tessera::ui {

class DatasetView;
class OptionsForm;

class NewRunDialog : public QDialog {
    Q_OBJECT

public:
    NewRunDialog(TrainingService& service,
                 const PaletteLibrary& palettes,
                 QWidget* parent = nullptr);

    /// As typing or choosing it does.
    void setFolder(const QString& folder);
    QString name() const;

public Q_SLOTS:
    /// Makes the run, or says why not and stays.
    void accept() override;

private:
    QWidget* createFolder();
    QWidget* createReading();
    QWidget* createMore();
    void chooseFolder();
    void receive(const DatasetReport& report);
    void suggestName();
    void say(const QString& problem);

    TrainingService& service_;
    DatasetInspector inspector_;
    DatasetReport report_;
    QLineEdit* folder_;
    QWidget* reading_;
    QComboBox* layout_;
    QComboBox* palette_;
    DatasetView* view_;
    QComboBox* preset_;
    QLineEdit* name_;
    bool named_ = false;  // by the user
    QLineEdit* start_;
    OptionsForm* options_;
    QLabel* problem_;
    QPushButton* create_;
};

}  // namespace tessera::ui
