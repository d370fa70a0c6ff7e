// "Insert": which part of another label map goes into the painting.
#pragma once

#include <QDialog>

#include "core/document/painting_data.h"
#include "ui/change/insert_source.h"

class QLabel;
class QPushButton;

namespace tessera::ui {

class ClassCombo;
class RegionPicker;

class InsertDialog : public QDialog {
    Q_OBJECT

public:
    /// `other` is the map to take from, `name` what it is called. Its classes become those of
    /// `target` that have their names; the dialog says which have none there.
    InsertDialog(const PaintingData& other,
                 const QString& name,
                 const Palette& target,
                 QWidget* parent = nullptr);

    void setRegion(const QRect& region);
    /// Takes the pixels of this class alone; kVoid: of all classes.
    void setOnly(uint16_t label);

    /// What was chosen. All void outside of the class that is taken alone.
    InsertSource source() const;

private:
    QWidget* createChoice();
    void listClasses();
    void adopt();
    LabelMap chosenLabels() const;

    Palette palette_;  // of the painting
    LabelMap labels_;  // in classes of palette_
    QString name_;
    RegionPicker* picker_;
    ClassCombo* only_ = nullptr;
    QLabel* lost_ = nullptr;
    QLabel* size_ = nullptr;
    QPushButton* place_ = nullptr;
};

}  // namespace tessera::ui
