// A dataset's classes: what the numbers in a label map mean and how they are shown.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QSharedDataPointer>
#include <QString>
#include <vector>

namespace tessera {

/// One class of a palette.
struct PaletteClass {
    int id = 0;  ///< as in the dataset's label files; -1 is allowed (Cityscapes), at most 65534
    QString name;
    QColor color;           ///< opaque
    bool trainable = true;  ///< false: the dataset leaves it out of training and scoring
    QString group;          ///< heading in long lists, or empty

    bool operator==(const PaletteClass&) const = default;
};

/// Ordered classes with unique ids and names. (Colours may repeat, as Cityscapes' do; the first
/// class of a colour owns it.) An implicitly shared value: copies are cheap. A label map holds
/// positions in classes(), never ids: those exist only in files.
class Palette {
public:
    /// Most classes that a palette may have, as a label map counts them.
    static constexpr int kMaxClasses = 4096;

    Palette();  ///< no classes
    /// Throws std::runtime_error that names what is wrong: no classes, duplicate ids or names,
    /// values out of range.
    Palette(const QString& id,
            const QString& title,
            const QString& source,
            int voidId,
            std::vector<PaletteClass> classes);
    Palette(const Palette& other);
    Palette& operator=(const Palette& other);
    ~Palette();

    /// Reads {"id", "title", "source", "void", "classes": [{"id", "name", "color": "#rrggbb",
    /// "trainable"?, "group"?}]}. Throws std::runtime_error("fileName: reason").
    static Palette fromJson(const QByteArray& json, const QString& fileName);
    /// What fromJson() reads back to an equal palette.
    QByteArray toJson() const;

    QString id() const;        ///< "scenes"; names it in files and on the command line
    QString title() const;     ///< for people
    QString source() const;    ///< where names and colours come from
    int voidId() const;        ///< id that label files give to pixels of no class
    QColor voidColor() const;  ///< differs from every class's colour

    const std::vector<PaletteClass>& classes() const;
    int size() const;
    bool isEmpty() const;

    /// Position of a class, or -1.
    int indexOfId(int id) const;
    int indexOfName(const QString& name) const;  ///< case is ignored
    int indexOfColor(QRgb color) const;          ///< alpha is ignored

    /// Name and colour of a label map's value, void included.
    QString nameOf(quint16 label) const;
    QColor colorOf(quint16 label) const;

    bool operator==(const Palette& other) const;

private:
    struct Data;
    QSharedDataPointer<Data> d_;
};

}  // namespace tessera
