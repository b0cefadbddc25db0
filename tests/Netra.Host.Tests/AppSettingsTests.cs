using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Netra.Gateway;

namespace Netra.Host.Tests;

/// <summary>The file appsettings.json is the documentation of the settings: all of them, with the defaults that the code has.</summary>
public sealed class AppSettingsTests
{
    private static readonly IConfigurationSection Netra = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
        .Build()
        .GetSection("Netra");

    public static TheoryData<string, string> Settings()
    {
        var settings = new TheoryData<string, string>();
        foreach (var (path, type) in NetraHost.OptionsByPath)
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting)) settings.Add(path, property.Name);
        }

        return settings;
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void AppSettings_EverySetting_StandsThereWithItsDefault(string path, string name)
    {
        var type = NetraHost.OptionsByPath[path];
        var property = type.GetProperty(name)!;
        var expected = property.GetValue(Activator.CreateInstance(type));
        var section = path.Length == 0 ? Netra : Netra.GetSection(path);

        var written = section.GetChildren().SingleOrDefault(child => child.Key == name);

        Assert.True(written is not null, $"appsettings.json lacks {section.Path}:{name}.");
        if (expected is IEnumerable and not string) Assert.Empty(written.GetChildren());
        else if (string.IsNullOrEmpty(written.Value)) Assert.Null(expected);
        else Assert.Equal(expected, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromString(null, CultureInfo.InvariantCulture, written.Value));
    }

    [Fact]
    public void AppSettings_Itself_HasNoFault() => Assert.Empty(ConfigurationCheck.FindFaults(Netra, NetraHost.OptionsByPath));

    [Fact]
    public void AppSettings_Plans_AreTheBuiltInOnes()
    {
        var builtIn = new PlansOptions().Plans;
        var written = Netra.GetSection("Plans").Get<Dictionary<string, PlanOptions>>()!;

        Assert.Equal(builtIn.Keys.Order(), written.Keys.Order());
        foreach (var (plan, limits) in builtIn) Assert.Equivalent(limits, written[plan], strict: true);
    }

    private static bool IsSetting(PropertyInfo property) => property.CanWrite && property.GetIndexParameters().Length == 0;
}
